import { mkdtempSync, rmSync } from "node:fs";
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
      // Such as a folder with mounts in it, which end with their namespace.
    }
  }
}

/** A folder that is removed with the row. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-row-"));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
