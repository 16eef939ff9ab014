import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/clean-up.ts";

export interface ConfigFile {
  readonly path: string;
  /** Replaces the file in one step, as a careful editor does. */
  replace(text: string): void;
}

/** A web configuration that is removed after the test. */
export function configFile(text: string): ConfigFile {
  const folder = temporaryDirectory();
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
