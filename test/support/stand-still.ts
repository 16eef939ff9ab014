/** Keeps this thread from doing anything for a time, as a busy or stopped processor does. */
export function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
