import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { Impossible } from "../../support/impossible.ts";
import { type Program, programFile, startProgram } from "../../support/program.ts";

/**
 * Loaded into every thread of the program before its own modules: when a folder of textfiles is listed, what the file
 * FAULT names happens to that collector.
 */
const FAULTY_LISTING = `
import fs from "node:fs";
import { isMainThread } from "node:worker_threads";
import { syncBuiltinESMExports } from "node:module";
const { readdirSync } = fs;
const faults = {
  exit: () => process.exit(3),
  undefined: () => { throw undefined; },
  function: () => { throw () => {}; },
  stack: function deeper() { return deeper() + 1; },
  memory: () => { const kept = []; for (;;) kept.push(new Array(100000).fill({})); },
  buffers: () => { for (let i = 0; i < 3; i++) Buffer.alloc(50 << 20, 1); throw new Error("buffers"); },
  loop: () => { const end = Date.now() + 4000; while (Date.now() < end); },
  abort: () => process.abort(),
  late: () => { console.error("late"); setTimeout(() => { throw new Error("too late"); }, 50); Promise.reject(new Error("nobody waits")); },
};
const { FOLDER = "", FAULT = "" } = process.env;
if (!isMainThread) fs.readdirSync = (path, ...rest) => {
  if (String(path) === FOLDER) faults[fs.readFileSync(FAULT, "utf8")]?.();
  return readdirSync(path, ...rest);
};
syncBuiltinESMExports();
`;

/** A program whose textfile collector does what it should not. */
export interface CrashingProgram {
  readonly program: Program;
  /** What happens in the collector from now on; the empty text: nothing. */
  fault(name: string): void;
}

/** Throws Impossible for the executable. */
export async function startCrashing(): Promise<CrashingProgram> {
  const [folder, own] = [temporaryDirectory(), temporaryDirectory()];
  const [preload, file] = [join(own, "preload.mjs"), join(own, "fault")];
  writeFileSync(preload, FAULTY_LISTING);
  const fault = (name: string) => writeFileSync(file, name);
  fault("");
  if (!/\.[jt]s$/.test(programFile)) throw new Impossible("the executable ignores NODE_OPTIONS");
  const env = { NODE_OPTIONS: `--import=${preload}`, FOLDER: folder, FAULT: file };
  return {
    program: await startProgram([`--collector.textfile.directory=${folder}`, "--web.exporter-metrics=full"], { env }),
    fault,
  };
}
