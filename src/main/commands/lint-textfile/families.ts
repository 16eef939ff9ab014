import { namesBeside } from "../../../collectors/text-format/sample-names.ts";
import type { TextFamily } from "../../../collectors/text-format/text-family.ts";
import type { CheckedFile } from "./read-file.ts";

/** The names that a family's samples have, its own first. */
export function exposedNames({ name, type }: TextFamily): readonly string[] {
  return [name, ...namesBeside(name, type)];
}

/** The first line of a family. */
export function firstLine({ names }: CheckedFile, family: string): number {
  const { help = Infinity, type = Infinity, sample = Infinity } = names.get(family) ?? {};
  const first = Math.min(help, type, sample);
  return Number.isFinite(first) ? first : 0;
}
