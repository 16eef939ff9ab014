import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Action = () => void | Promise<void>;

const actions: Action[] = [];

/** Adds something to be undone when the test or row that runs has ended. */
export function cleanUp(action: Action): void {
  actions.push(action);
}

/** How many actions wait for the end. */
export function pendingCleanUps(): number {
  return actions.length;
}

/** Undoes what was done, the last first, except for so many that were there before. */
export async function cleanUpNow(except = 0): Promise<void> {
  for (const action of actions.splice(except).toReversed()) {
    try {
      await action();
    } catch {
      // What cannot be undone ends with the namespace.
    }
  }
}

/** A directory that is removed with the test or row. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "node-exporter-ts-test-"));
  cleanUp(() => {
    if (unmount(directory)) rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** False when something stays mounted in a directory: removing its content would remove what is mounted, such as /dev. */
function unmount(directory: string): boolean {
  for (;;) {
    const [first] = mountsIn(directory);
    if (first === undefined) return true;
    // With all that is mounted below it.
    if (spawnSync("umount", ["-l", first]).status !== 0) return false;
  }
}

/** Mount points at and below a directory, the outer ones first. */
function mountsIn(directory: string): readonly string[] {
  const lines = readFileSync("/proc/self/mountinfo", "latin1").split("\n");
  const paths = lines.map((line) => line.split(" ")[4] ?? "");
  return paths.filter((path) => path === directory || path.startsWith(`${directory}/`));
}
