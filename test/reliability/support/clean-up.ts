import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const actions: (() => void)[] = [];

/** Adds something to be undone when the row that runs has ended. */
export function cleanUp(action: () => void): void {
  actions.push(action);
}

/** Undoes what was done, the last first. */
export function cleanUpNow(): void {
  for (const action of actions.splice(0).toReversed()) {
    try {
      action();
    } catch {
      // What cannot be undone ends with the namespace.
    }
  }
}

/** A folder that is removed with the row. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-row-"));
  cleanUp(() => {
    if (unmount(folder)) rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** False when something stays mounted in a folder: removing its content would remove what is mounted, such as /dev. */
function unmount(folder: string): boolean {
  for (;;) {
    const [first] = mountsIn(folder);
    if (first === undefined) return true;
    // With all that is mounted below it.
    if (spawnSync("umount", ["-l", first]).status !== 0) return false;
  }
}

/** Mount points at and below a folder, the outer ones first. */
function mountsIn(folder: string): readonly string[] {
  const lines = readFileSync("/proc/self/mountinfo", "latin1").split("\n");
  const paths = lines.map((line) => line.split(" ")[4] ?? "");
  return paths.filter((path) => path === folder || path.startsWith(`${folder}/`));
}
