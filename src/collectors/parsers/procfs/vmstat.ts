import type { Skip } from "../skip.ts";
import { type NamedNumbers, namedNumbersParser } from "./named_numbers.ts";

/** Makes a parser of /proc/vmstat (mm/vmstat.c): a counter or gauge a line, in the kernel's names. */
export function vmstatParser(): (bytes: Buffer, path: string, skip?: Skip) => NamedNumbers {
  return namedNumbersParser({ nameOf: (word) => word, value: (scanner) => scanner.number() });
}
