import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { NO_DEBUGGER, V8_FLAGS } from "../bundling.ts";

/** What V8 and Node.js get before anything of the program runs. NODE_OPTIONS and the like change nothing. */
export const OPTIONS: readonly string[] = [...V8_FLAGS, NO_DEBUGGER, "--disable-warning=ExperimentalWarning"];

/** Writes an executable to `output`: this Node.js, the script that it starts with, and assets by name. */
export function buildExecutable(output: string, boot: string, assets: ReadonlyMap<string, string | Uint8Array>): void {
  const directory = mkdtempSync(join(tmpdir(), "node-exporter-ts-executable-"));
  try {
    // As stack traces name it.
    const main = "boot.js";
    writeFileSync(join(directory, main), boot);
    const files = [...assets].map(([name, content], index): [string, string] => {
      const file = join(directory, String(index));
      writeFileSync(file, content);
      return [name, file];
    });
    const config = join(directory, "config.json");
    writeFileSync(config, JSON.stringify(configuration(main, resolve(output), Object.fromEntries(files))));
    execFileSync(process.execPath, ["--build-sea", config], {
      cwd: directory,
      stdio: ["ignore", "ignore", "inherit"],
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function configuration(main: string, output: string, assets: Readonly<Record<string, string>>) {
  return {
    main,
    mainFormat: "commonjs",
    output,
    assets,
    execArgv: OPTIONS,
    execArgvExtension: "none",
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false,
  };
}
