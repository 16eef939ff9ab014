import { Scanner } from "../scanner.ts";

/** One counter or gauge of /proc/vmstat, in the kernel's name. */
export interface VmstatField {
  readonly name: string;
  readonly value: number;
}

/** Parses /proc/vmstat (mm/vmstat.c): a name and a number a line. */
export function parseVmstat(bytes: Buffer, path: string): readonly VmstatField[] {
  const scanner = new Scanner(bytes, path);
  const fields: VmstatField[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) fields.push({ name: scanner.word(), value: scanner.float() });
  return fields;
}
