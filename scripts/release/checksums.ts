import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file that they are in. */
export const CHECKSUMS = "sha256sums.txt";

/** Writes the checksums of these files of a directory, those that are there, as `sha256sum --check` reads them. */
export function writeChecksums(directory: string, names: readonly string[]): void {
  const found = names.filter((name) => existsSync(join(directory, name)));
  const lines = found.toSorted().map((name) => `${sha256(readFileSync(join(directory, name)))}  ${name}\n`);
  writeFileSync(join(directory, CHECKSUMS), lines.join(""));
}

/** In hexadecimal digits. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
