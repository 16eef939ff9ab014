/**
 * Loaded before the program, in the main thread and in each worker: counts the functions that run, by V8's precise
 * coverage, and writes the files of src/ in which one did to a directory: those of main at SIGUSR2, those of a worker
 * whenever it waits for its next task.
 */
import { renameSync, writeFileSync } from "node:fs";
import { Session, type Profiler } from "node:inspector";
import { join } from "node:path";
import { isMainThread, threadId } from "node:worker_threads";

const directory = process.env["WALK_DIRECTORY"] ?? "";
const session = new Session();
let taken = 0;

session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
if (isMainThread) process.on("SIGUSR2", take);
else takeBeforeEachWait();

/** A worker of the pool waits inside Atomics.wait, where its event loop stands still. */
function takeBeforeEachWait(): void {
  const wait = Atomics.wait.bind(Atomics);
  Atomics.wait = ((...words: Parameters<typeof wait>) => {
    take();
    return wait(...words);
  }) as typeof Atomics.wait;
}

/** The session is this thread's own: it calls back at once. */
function take(): void {
  session.post("Profiler.takePreciseCoverage", (_error, { result }) => {
    const path = join(directory, `${isMainThread ? "main" : "worker"}-${threadId}-${taken++}`);
    writeFileSync(path, JSON.stringify(result.filter(hasRun).map(({ url }) => url)));
    // Whole as soon as it has this name.
    renameSync(path, `${path}.json`);
  });
}

/** A script's own code, which runs when it is loaded, does not count: it starts where the script does. */
function hasRun({ functions }: Profiler.ScriptCoverage): boolean {
  return functions.some(({ ranges: [whole] }) => whole !== undefined && whole.startOffset > 0 && whole.count > 0);
}
