import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../support/clean-up.ts";
import { programFile, startProgram } from "../support/program.ts";

/** Writes the modules of Node.js that the main thread has loaded by its end. */
const WRITE_LOADED = `
  if (require("node:worker_threads").isMainThread) {
    process.on("exit", () => require("node:fs").writeFileSync(process.env.LOADED, process.moduleLoadList.join("\\n")));
  }
`;

/** Sources have their modules loaded before they run, and the executable ignores NODE_OPTIONS. */
const isBuilt = programFile.endsWith(".js");

test.skipIf(!isBuilt)(
  "what only TLS and passwords need is not loaded without them (needs the built program)",
  async () => {
    const directory = temporaryDirectory();
    const [preload, loaded] = [join(directory, "preload.cjs"), join(directory, "loaded")];
    writeFileSync(preload, WRITE_LOADED);
    const env = { NODE_OPTIONS: `--require=${preload}`, LOADED: loaded };
    const { get, kill, ended } = await startProgram(["--web.listen-address=:0"], { env });
    expect(await get()).toMatchObject({ status: 200 });
    kill("SIGTERM");
    await ended;
    const modules = readFileSync(loaded, "utf8").split("\n");
    expect(modules).toContain("NativeModule http");
    for (const late of ["crypto", "http2", "https", "tls"]) expect(modules).not.toContain(`NativeModule ${late}`);
  },
);
