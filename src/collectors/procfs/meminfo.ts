import { Scanner } from "../scanner.ts";

/** One line of /proc/meminfo. */
export interface MeminfoField {
  /** In the kernel's words, such as `Active(anon)`. */
  readonly name: string;
  /** Bytes, or a number of pages where the kernel prints no unit. */
  readonly value: number;
}

/** Parses /proc/meminfo (fs/proc/meminfo.c): a name with a colon, a number and mostly `kB`, which means KiB. */
export function parseMeminfo(bytes: Buffer, path: string): readonly MeminfoField[] {
  const scanner = new Scanner(bytes, path);
  const fields: MeminfoField[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) fields.push(parseField(scanner));
  return fields;
}

function parseField(scanner: Scanner): MeminfoField {
  const name = scanner.word();
  if (!name.endsWith(":")) throw scanner.error("a name without a colon");
  const count = scanner.uint();
  const factor = unitFactor(scanner);
  if (!scanner.atLineEnd()) throw scanner.error("more than name, number and unit");
  return { name: name.slice(0, -1), value: count * factor };
}

function unitFactor(scanner: Scanner): number {
  if (scanner.atLineEnd()) return 1;
  if (scanner.accept("kB")) return 1024;
  throw scanner.error("an unknown unit");
}
