import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { cleanUp } from "../../support/clean-up.ts";
import { Impossible } from "../../support/impossible.ts";

/** A control group of version 1 that ends with the row. */
export function cgroup(controller: string): string {
  const parent = `/sys/fs/cgroup/${controller}`;
  if (!existsSync(join(parent, "tasks"))) throw new Impossible(`no ${controller} controller of cgroup version 1`);
  const group = join(parent, `node-exporter-ts-${process.pid}`);
  try {
    mkdirSync(group);
  } catch (error) {
    throw new Impossible(`no control group: ${error instanceof Error ? error.message : ""}`);
  }
  cleanUp(() => {
    for (let i = 0; i < 50 && existsSync(group); i++) {
      try {
        rmdirSync(group);
      } catch {
        // Its last process is about to end.
        execFileSync("sleep", ["0.1"]);
      }
    }
  });
  return group;
}

/** Words before a program that start it in a group. */
export function inGroup(group: string): string[] {
  return ["sh", "-c", `echo $$ >${group}/tasks && exec "$@"`, "sh"];
}
