import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CHECKSUMS = "sha256sums.txt";

/** Writes the checksums of all files in a directory, as `sha256sum --check` reads them. */
export function writeChecksums(directory: string): void {
  const names = readdirSync(directory).filter((name) => name !== CHECKSUMS);
  const lines = names.toSorted().map((name) => `${sha256(readFileSync(join(directory, name)))}  ${name}\n`);
  writeFileSync(join(directory, CHECKSUMS), lines.join(""));
}

/** In hexadecimal digits. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
