import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Script } from "node:vm";
import type { WorkerTask } from "../../../src/workers/protocol/tasks.ts";
import { withFlagsOfStart } from "./flags-of-start.ts";
import type { Role } from "./roles.ts";

type Task = (task: WorkerTask) => Promise<unknown>;

/**
 * Writes what V8 has compiled of a bundle to the directory RECORDED_CODE, after it has run for a while: in a worker after
 * the collections of the start, in the main thread at SIGUSR2.
 */
export function recordCode(role: Role, script: Script, exports: { default?: Task }): void {
  const write = (): void => {
    const file = join(process.env["RECORDED_CODE"] ?? "", role);
    writeFileSync(
      `${file}.new`,
      withFlagsOfStart(() => script.createCachedData()),
    );
    renameSync(`${file}.new`, file);
  };
  if (role === "main") process.on("SIGUSR2", write);
  const { default: run } = exports;
  if (role !== "worker" || run === undefined) return;
  Object.defineProperty(exports, "default", {
    value: async (task: WorkerTask) => {
      const result = await run(task);
      if (task.type === "release") write();
      return result;
    },
  });
}
