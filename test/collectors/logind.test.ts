import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import logind from "../../src/collectors/logind.ts";
import { collect } from "../support/collect.ts";
import { hasDbusDaemon, startDbusDaemon } from "../support/dbus/daemon.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { listenOn, startFakeBus, startService } from "../support/dbus/service.ts";
import { fakeLogind, type FakeSession } from "../support/dbus/systemd.ts";
import { samplesOf } from "../support/samples.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const SESSIONS: readonly FakeSession[] = [
  { id: "1", seat: "seat0", kind: [false, "wayland", "user"] },
  { id: "2", seat: "", kind: [true, "tty", "user"] },
  { id: "3", seat: "", kind: [true, "tty", "user"] },
  { id: "4", seat: "", kind: [false, "unspecified", "manager"] },
  { id: "5", seat: "seat7", kind: [false, "x11", "user"] },
  { id: "6", seat: "", kind: undefined },
];

function counted(text: string): string[] {
  return samplesOf(text, /(?<! 0)$/);
}

const EXPECTED = [
  'node_logind_sessions{class="other",remote="false",seat="",type="unspecified"} 1',
  'node_logind_sessions{class="user",remote="false",seat="seat0",type="wayland"} 1',
  'node_logind_sessions{class="user",remote="true",seat="",type="tty"} 2',
];

test("sessions by seat and kind, zeros for every other combination", async () => {
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", await startFakeBus(fakeLogind(["seat0"], SESSIONS)));
  const { status, text, duplicates } = await collect(logind);
  expect(status).toBe("ok");
  expect(counted(text)).toEqual(EXPECTED);
  expect(samplesOf(text, / 0$/)).toHaveLength(2 * 2 * 7 * 5 - 3);
  expect(duplicates).toBe(0);
});

test("a list that is refused fails", async () => {
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", await startFakeBus(() => ({ error: "a.Denied" })));
  expect(await collect(logind)).toMatchObject({ status: "failed", message: "a.Denied: refused by the test", text: "" });
});

test("no bus fails, and so does one that hangs up", async () => {
  const path = join(temporaryDirectory(), "bus");
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${path}`);
  expect(await collect(logind)).toMatchObject({ status: "failed", message: expect.stringContaining("ENOENT") });
  await listenOn(path, (socket) => socket.destroy());
  expect(await collect(logind)).toMatchObject({ status: "failed" });
});

test("an address that is none of a socket fails", async () => {
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=localhost");
  expect(await collect(logind)).toMatchObject({ status: "failed", message: expect.stringContaining("tcp:host") });
});

test.skipIf(!hasDbusDaemon())("on a real dbus-daemon (needs the package dbus)", async () => {
  const socket = await startDbusDaemon();
  await startService(socket, "org.freedesktop.login1", fakeLogind(["seat0"], SESSIONS));
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${socket}`);
  const { status, text } = await collect(logind);
  expect(status).toBe("ok");
  expect(counted(text)).toEqual(EXPECTED);
});
