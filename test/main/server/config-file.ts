import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface ConfigFile {
  readonly path: string;
  /** Replaces the file in one step, as a careful editor does. */
  replace(text: string): void;
}

/** A web configuration that is removed after the test. */
export function configFile(text: string): ConfigFile {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-web-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "web.yml");
  writeFileSync(path, text);
  return {
    path,
    replace(changed) {
      writeFileSync(`${path}.new`, changed);
      renameSync(`${path}.new`, path);
    },
  };
}
