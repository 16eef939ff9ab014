import { ParseError } from "../../kit/errors.ts";
import { parseUint } from "../numbers.ts";

/** No kernel has more CPUs; keeps a damaged list from filling the memory. */
const MAX_CPU = 1_000_000;

/** CPU numbers of a list such as `0-3,8`, the format of cpulist_parse (lib/bitmap-str.c); empty when the list is. */
export function parseCpuList(bytes: Buffer, path: string): readonly number[] {
  const text = bytes.toString("utf8").trim();
  const cpus: number[] = [];
  if (text === "") return cpus;
  for (const range of text.split(",")) {
    const [first, last] = bounds(range, path);
    for (let cpu = first; cpu <= last; cpu++) cpus.push(cpu);
  }
  return cpus;
}

function bounds(range: string, path: string): [first: number, last: number] {
  const dash = range.indexOf("-");
  const first = parseUint(dash < 0 ? range : range.slice(0, dash));
  const last = dash < 0 ? first : parseUint(range.slice(dash + 1));
  if (first === undefined || last === undefined || last < first || last > MAX_CPU)
    throw new ParseError(`${path}: ${JSON.stringify(range.slice(0, 120))} is not a range of CPUs`);
  return [first, last];
}
