import type { Scanner } from "../scanner.ts";
import { type NamedNumbers, namedNumbersParser } from "./named_numbers.ts";

/**
 * Makes a parser of /proc/meminfo (fs/proc/meminfo.c): a name with a colon, a number and mostly `kB`, which means KiB.
 * Names are in the kernel's words, such as `Active(anon)`; values are bytes, or pages where the kernel prints no unit.
 */
export function meminfoParser(): (bytes: Buffer, path: string) => NamedNumbers {
  return namedNumbersParser({ nameOf, value });
}

function nameOf(word: string, scanner: Scanner): string {
  if (!word.endsWith(":")) throw scanner.error("a name without a colon");
  return word.slice(0, -1);
}

function value(scanner: Scanner): number {
  const count = scanner.uint();
  const factor = unitFactor(scanner);
  if (!scanner.atLineEnd()) throw scanner.error("more than name, number and unit");
  return count * factor;
}

function unitFactor(scanner: Scanner): number {
  if (scanner.atLineEnd()) return 1;
  if (scanner.accept("kB")) return 1024;
  throw scanner.error("an unknown unit");
}
