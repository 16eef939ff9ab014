import { Scanner } from "../scanner.ts";

/** One counter or gauge of /proc/vmstat, in the kernel's name. */
export interface VmstatField {
  readonly name: string;
  readonly value: number;
}

/** Parses /proc/vmstat (mm/vmstat.c): a name and a number a line. */
export function parseVmstat(bytes: Buffer, path: string): readonly VmstatField[] {
  return vmstatParser(() => true)(bytes, path);
}

/** Makes a parser that checks every line and gives the fields whose name `shown` accepts. */
export function vmstatParser(
  shown: (name: string) => boolean,
): (bytes: Buffer, path: string) => readonly VmstatField[] {
  // The running kernel gives the same names in the same order at each read: they are decoded and judged once.
  const known: { readonly name: string; readonly shown: boolean }[] = [];
  return (bytes, path) => {
    const scanner = new Scanner(bytes, path);
    const fields: VmstatField[] = [];
    for (let line = 0; !scanner.atEnd(); line++, scanner.nextLine()) {
      let field = known[line];
      if (field === undefined || !scanner.acceptWord(field.name)) {
        const name = scanner.word();
        known[line] = field = { name, shown: shown(name) };
      }
      const value = scanner.number();
      if (field.shown) fields.push({ name: field.name, value });
    }
    return fields;
  };
}
