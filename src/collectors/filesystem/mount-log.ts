import type { CollectorContext } from "../kit/define.ts";
import type { MountPlan, ShownMount } from "./plan.ts";
import { TIMEOUT } from "./problem.ts";

/** Logs when a mount gets into trouble or out of it. */
export class MountLog {
  private readonly log: CollectorContext["log"];
  /** Problems of the mounts that have one. */
  private readonly troubled = new Map<string, string>();

  constructor(log: CollectorContext["log"]) {
    this.log = log;
  }

  /** `problem`: empty when there is none. */
  record(mount: ShownMount, problem: string): void {
    const { troubled } = this;
    if (problem === "" && troubled.size === 0) return;
    const key = keyOf(mount);
    if ((troubled.get(key) ?? "") === problem) return;
    const about = { mountpoint: mount.mountPoint, device: mount.device };
    if (problem === "") this.log("info", "file system answers again", about);
    else this.log(problem === TIMEOUT ? "warn" : "debug", "file system does not answer", { ...about, err: problem });
    if (problem === "") troubled.delete(key);
    else troubled.set(key, problem);
  }

  /** Only these mounts are left: paths of many have a name that never comes again. */
  keep({ local, risky }: MountPlan): void {
    const { troubled } = this;
    if (troubled.size === 0) return;
    const left = new Set([...local, ...risky].map(keyOf));
    for (const key of troubled.keys()) if (!left.has(key)) troubled.delete(key);
  }
}

function keyOf({ device, mountPoint }: ShownMount): string {
  return `${device}\0${mountPoint}`;
}
