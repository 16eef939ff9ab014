/** In place of what a promise resolves to. */
export const LATE = Symbol("late");

/** What a promise resolves to, or `LATE` when it has not within so many milliseconds; rejects where the promise does. */
export async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
