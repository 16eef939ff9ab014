/** A thread with a mount probe that has a child; its memory is handed to it. */
import { parentPort, workerData } from "node:worker_threads";
import { KeptChildren } from "../../../src/workers/mount-probe/kept-children.ts";
import { ChildMountProbe } from "../../../src/workers/mount-probe/mount-probe.ts";

const probe = new ChildMountProbe(new KeptChildren(workerData as SharedArrayBuffer));
await probe.statfs(["/"], { timeout: 60_000, until: performance.now() + 60_000 });
parentPort?.on("message", () => {});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
parentPort?.postMessage("asked");
