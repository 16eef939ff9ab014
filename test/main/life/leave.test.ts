import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { cleanUp } from "../../support/clean-up.ts";

const BYTES = 8 << 20;

describe.each(["stdout", "stderr"] as const)("a program that is done before anybody has read its %s", (name) => {
  async function done() {
    const child = fork(join(import.meta.dirname, "leaving.ts"), [name, "3"], { silent: true });
    cleanUp(() => void child.kill("SIGKILL"));
    const ended = once(child, "exit");
    const waits = await Promise.race([once(child, "message"), ended]);
    return { stream: child[name] as Readable, ended, waits };
  }

  test("waits until all of it is read, and leaves although something keeps it", async () => {
    const { stream, ended, waits } = await done();
    const { length } = await buffer(stream);
    expect([length, waits, await ended]).toEqual([BYTES, ["timers have run out", undefined], [3, null]]);
  });

  test("leaves when the reader has gone", async () => {
    const { stream, ended } = await done();
    stream.destroy();
    expect(await ended).toEqual([3, null]);
  });
});
