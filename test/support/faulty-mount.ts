import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, temporaryDirectory } from "./clean-up.ts";
import type { FuseOrder, FuseReport, Rules } from "./fuse/server.ts";
import { Impossible } from "./impossible.ts";

/** File systems whose calls can be made to fail, to be slow or to hang. */
export interface FaultyMount {
  /** The first mount point. */
  readonly path: string;
  readonly server: ChildProcess;
  /** Calls that hang now. */
  readonly held: number;
  /** Replaces all rules; calls that hang are answered unless they are to hang on. */
  obey(rules: Rules): Promise<void>;
}

/** Threads of libuv that are not blocked by reading requests. */
const FREE_THREADS = 4;

/**
 * Mounts so many with one server, in the mount namespace of this process, which has to be one of its own. Throws
 * Impossible where that cannot be done.
 */
export async function faultyMount(files: FuseOrder["files"] = {}, rules: Rules = {}, count = 1): Promise<FaultyMount> {
  if (!existsSync("/dev/fuse")) throw new Impossible("no /dev/fuse");
  const directory = temporaryDirectory();
  const paths = Array.from({ length: count }, (_, i) => join(directory, `mount${i}`));
  for (const path of paths) mkdirSync(path);
  const server = fork(join(import.meta.dirname, "fuse/server.ts"), paths, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, UV_THREADPOOL_SIZE: String(count + FREE_THREADS) },
  });
  cleanUp(() => paths.forEach((path) => void spawnSync("umount", ["-l", path])));
  cleanUp(() => void server.kill("SIGKILL"));
  let held = 0;
  server.on("message", (report: FuseReport) => {
    if ("held" in report) ({ held } = report);
  });
  const obey = async (now: Rules): Promise<void> => {
    const order: FuseOrder = { files, rules: now };
    server.send(order);
    await reported(server, "obeyed");
  };
  await reported(server, "mounted");
  await obey(rules);
  return {
    path: paths[0] ?? "",
    server,
    get held() {
      return held;
    },
    obey,
  };
}

async function reported(server: ChildProcess, type: FuseReport["type"]): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new Impossible("FUSE cannot be mounted"));
    const listen = (report: FuseReport): void => {
      if (report.type !== type) return;
      server.off("message", listen);
      server.off("exit", refuse);
      resolve();
    };
    server.on("message", listen);
    server.once("exit", refuse);
  });
}
