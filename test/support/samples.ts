/** Sample lines of an exposition, in its order; only those that match where there is a pattern. */
export function samplesOf(exposition: string, pattern = /./): string[] {
  return exposition.split("\n").filter((line) => line !== "" && !line.startsWith("#") && pattern.test(line));
}

/** The value of the sample with this name and labels, written as in the exposition; undefined when there is none. */
export function valueOf(exposition: string, sample: string): number | undefined {
  const line = exposition.split("\n").find((each) => each.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}
