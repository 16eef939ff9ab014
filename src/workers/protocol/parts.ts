import type { Part } from "../../collectors/kit/define.ts";

/** What a number stands for: a name that comes more than once is that of a collector in so many parts. */
export function partOf(number: number, names: readonly string[]): Part {
  const parts = [...names.keys()].filter((each) => names[each] === names[number]);
  return { index: parts.indexOf(number), count: parts.length };
}
