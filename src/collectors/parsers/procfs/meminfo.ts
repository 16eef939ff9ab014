import type { Scanner } from "../scanner.ts";
import type { Skip } from "../skip.ts";
import { type NamedNumbers, namedNumbersParser } from "./named_numbers.ts";

const KIBIBYTE = 1024;
/** The product of so many digits is exact. */
const SHORT_DIGITS = 12;

/**
 * Makes a parser of /proc/meminfo (fs/proc/meminfo.c): a name with a colon, a number and mostly `kB`, which means KiB.
 * Names are in the kernel's words, such as `Active(anon)`; values are bytes, or pages where the kernel prints no unit.
 */
export function meminfoParser(): (bytes: Buffer, path: string, skip?: Skip) => NamedNumbers {
  return namedNumbersParser({ nameOf, value });
}

/** Numbers of nine digits and more touch the colon on some kernels. */
function nameOf(word: string, scanner: Scanner): string {
  const colon = word.indexOf(":");
  if (colon <= 0) throw scanner.error("no name with a colon");
  scanner.at -= Buffer.byteLength(word.slice(colon + 1));
  return word.slice(0, colon);
}

function value(scanner: Scanner): number {
  scanner.skipBlanks();
  const start = scanner.at;
  const count = scanner.uint();
  const digits = scanner.at - start;
  const isKibi = isKibibytes(scanner);
  if (!scanner.atLineEnd()) throw scanner.error("more than name, number and unit");
  if (!isKibi) return count;
  // Bytes are counted modulo 2^64, as programs do that have such integers.
  if (digits <= SHORT_DIGITS) return count * KIBIBYTE;
  const exact = BigInt(scanner.bytes.toString("latin1", start, start + digits));
  return Number(BigInt.asUintN(64, exact * BigInt(KIBIBYTE)));
}

function isKibibytes(scanner: Scanner): boolean {
  if (scanner.atLineEnd()) return false;
  if (scanner.accept("kB")) return true;
  throw scanner.error("an unknown unit");
}
