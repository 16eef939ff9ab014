import { counterAt } from "./numbers.ts";
import type { Tree } from "./tree.ts";

const FILES = 10;
const FAMILIES = 20;

/** Textfiles of this many megabytes together; values grow with the state. */
export function writeTextfiles(tree: Tree, megabytes: number, state: number): void {
  const bytes = (megabytes * 1024 * 1024) / FILES / FAMILIES;
  for (let file = 0; file < FILES; file++) {
    const families = Array.from({ length: FAMILIES }, (_, family) => familyText(file, family, bytes, state));
    tree.file(`textfile/batch${file}.prom`, families.join(""));
  }
}

function familyText(file: number, family: number, bytes: number, state: number): string {
  const name = `batch${file}_figure${family}_total`;
  const lines = [`# HELP ${name} Value that a batch job left.\n`, `# TYPE ${name} counter\n`];
  let length = 0;
  for (let i = 0; length < bytes; i++) {
    const labels = `customer="customer-${i}",region="region-${i % 7}",tier="tier-${i % 3}"`;
    const line = `${name}{${labels}} ${counterAt(file * 31 + family * 17 + i) + state}\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join("");
}
