import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Impossible } from "../row.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import type { FuseMessage, FuseReport, Rules } from "../../support/fuse-server.ts";

/** A file system whose calls can be made to fail, to be slow or to hang. */
export interface FaultyMount {
  readonly path: string;
  readonly server: ChildProcess;
  /** Calls that hang now. */
  readonly held: number;
  /** Replaces all rules; calls that hang are answered unless they are to hang on. */
  obey(rules: Rules): Promise<void>;
}

/** Mounts one, in the mount namespace of the row. */
export async function faultyMount(files: FuseMessage["files"] = {}, rules: Rules = {}): Promise<FaultyMount> {
  if (!existsSync("/dev/fuse")) throw new Impossible("no /dev/fuse");
  const path = join(temporaryDirectory(), "mount");
  mkdirSync(path);
  const server = fork(join(import.meta.dirname, "fuse-server.ts"), [path], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  cleanUp(() => void spawnSync("umount", ["-l", path]));
  cleanUp(() => void server.kill("SIGKILL"));
  let held = 0;
  const mounted = new Promise<void>((resolve, reject) => {
    server.on("message", (report: FuseReport) => {
      if ("held" in report) ({ held } = report);
      else resolve();
    });
    server.once("exit", () => reject(new Impossible("FUSE cannot be mounted")));
  });
  mounted.catch(() => {});
  await mounted;
  const obey = async (now: Rules): Promise<void> => {
    const message: FuseMessage = { files, rules: now };
    server.send(message);
    await once(server, "message");
    await sleep(50);
  };
  await obey(rules);
  return {
    path,
    server,
    get held() {
      return held;
    },
    obey,
  };
}
