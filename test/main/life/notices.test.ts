import { join } from "node:path";
import { expect, test } from "vitest";
import { Notices } from "../../../src/main/life/notices.ts";
import { openNotifySocket, socketAddress } from "../../../src/main/life/notify-socket.ts";
import { ServiceManager } from "../../../src/main/life/service-manager.ts";
import type { Log } from "../../../src/main/log/log.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { notifySocket } from "../../support/notify-socket.ts";
import { until } from "../../support/until.ts";

const FILLER = "EXTEND_TIMEOUT_USEC=1";
const RELOADING = expect.stringMatching(/^RELOADING=1\nMONOTONIC_USEC=\d+$/);

test("what the service manager has no room for arrives in order once it reads", async () => {
  const { manager, arriving } = fullQueue();
  manager.ready();
  manager.reloading();
  manager.reloaded();
  expect(await arriving(3)).toEqual(["READY=1", RELOADING, "READY=1"]);
});

test("there is one warning until there is room again", async () => {
  const { manager, fill, arriving, warnings } = fullQueue();
  const warning = [
    "warn",
    "the service manager does not read: what it should know is sent again",
    { state: "READY=1" },
  ];
  manager.ready();
  manager.reloading();
  manager.reloaded();
  await arriving(3);
  expect(warnings).toEqual([warning]);
  fill();
  manager.reloaded();
  await arriving(1);
  expect(warnings).toEqual([warning, warning]);
});

test("of several reloads that it has not learned of, the last one arrives", async () => {
  const { manager, arriving } = fullQueue();
  manager.ready();
  let asked = 0n;
  for (let i = 0; i < 3; i++) {
    asked = process.hrtime.bigint() / 1000n;
    manager.reloading();
    manager.reloaded();
  }
  const messages = await arriving(3);
  expect(messages).toEqual(["READY=1", RELOADING, "READY=1"]);
  expect(BigInt(messages[1]?.split("USEC=")[1] ?? 0) >= asked).toBe(true);
});

test("the end takes the place of all that it has not learned of", async () => {
  const { manager, arriving } = fullQueue();
  manager.ready();
  manager.reloading();
  manager.reloaded();
  await manager.close();
  expect(await arriving(1)).toEqual(["STOPPING=1"]);
});

test("signs of life that wait arrive as one", async () => {
  const { notices, arriving } = fullQueue();
  for (const state of ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "RELOADING=1"]) notices.tell(state);
  expect(await arriving(3)).toEqual(["READY=1", "WATCHDOG=1", "RELOADING=1"]);
});

/** A service manager that does not read, with a queue without room. */
function fullQueue() {
  const name = join(temporaryDirectory(), "notify");
  const all = notifySocket(name);
  const send = openNotifySocket(socketAddress(name) ?? new Uint8Array());
  const fill = (): void => {
    while (send(FILLER) === "sent");
  };
  fill();
  const warnings: unknown[] = [];
  const log: Log = (...line) => void warnings.push(line);
  const manager = new ServiceManager({ NOTIFY_SOCKET: name }, log);
  const notices = new Notices(send, log);
  const received = () => all().filter((message) => message !== FILLER);
  const arriving = async (count: number): Promise<readonly string[]> => {
    const messages: string[] = [];
    await until(() => messages.push(...received()) >= count);
    return messages;
  };
  return { manager, notices, fill, arriving, warnings };
}
