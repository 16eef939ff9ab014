import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One named value of a kstat file of ZFS. */
export interface KstatValue {
  readonly name: string;
  readonly value: number;
}

/** A kstat file of one dataset. */
interface KstatObjectSet {
  readonly dataset: string;
  readonly values: readonly KstatValue[];
}

/** Data types of kstat rows (include/os/linux/spl/sys/kstat.h). */
const INT64 = "3";
const UINT64 = "4";

/** Parses the 64-bit rows of a file of named values, below its heading `name type data`. */
export function parseKstatNamed(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly KstatValue[] {
  const scanner = headed(bytes, path);
  const values: KstatValue[] = [];
  readLines(scanner, skip, () => {
    const name = scanner.word();
    const type = scanner.word();
    if (type !== INT64 && type !== UINT64) return false;
    values.push({ name, value: type === INT64 ? scanner.int() : scanner.uint() });
    return true;
  });
  return values;
}

/** Parses `objset-…` of a pool: unsigned values and the name of the dataset, which may hold blanks. */
export function parseKstatObjectSet(bytes: Buffer, path: string, skip: Skip = allOrNone): KstatObjectSet {
  const scanner = headed(bytes, path);
  const values: KstatValue[] = [];
  let dataset = "";
  readLines(scanner, skip, () => {
    const name = scanner.word();
    const type = scanner.word();
    scanner.skipBlanks();
    if (name === "dataset_name") dataset = scanner.restOfLine().trimEnd();
    else if (type === UINT64) values.push({ name, value: scanner.uint() });
  });
  return { dataset, values };
}

/** Fewest columns of `io` of a pool. */
const IO_COLUMNS = 12;

/** Parses `io` of a pool: a heading with the names and one line of values below it. */
export function parseKstatIo(bytes: Buffer, path: string): readonly KstatValue[] {
  const scanner = new Scanner(bytes, path);
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const names: string[] = [];
    while (!scanner.atLineEnd()) names.push(scanner.word());
    if (names[0] !== "nread" || names.length < IO_COLUMNS) continue;
    scanner.nextLine();
    return names.map((name) => ({ name, value: scanner.uint() }));
  }
  throw scanner.error("no heading that begins with nread");
}

/** A scanner on the first row below the heading. */
function headed(bytes: Buffer, path: string): Scanner {
  const scanner = new Scanner(bytes, path);
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.word() !== "name" || scanner.word() !== "type" || scanner.word() !== "data") continue;
    scanner.nextLine();
    return scanner;
  }
  throw scanner.error("no heading name type data");
}
