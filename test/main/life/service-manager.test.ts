import { expect, test } from "vitest";
import { longestSilence, ServiceManager } from "../../../src/main/life/service-manager.ts";

test.each([
  [{ WATCHDOG_USEC: "180000000" }, 60_000],
  [{ WATCHDOG_USEC: "180000000", WATCHDOG_PID: "7" }, 60_000],
  [{ WATCHDOG_USEC: "20000000" }, 10_000],
  [{ WATCHDOG_USEC: "20000000", WATCHDOG_PID: "8" }, undefined],
  [{ WATCHDOG_USEC: "x" }, undefined],
  [{ WATCHDOG_USEC: "0" }, undefined],
  [{}, undefined],
])("%j asks for a sign of life every so many milliseconds: %j", (env, want) => {
  expect(longestSilence({ NOTIFY_SOCKET: "/run/x", ...env }, 7)).toBe(want);
  expect(longestSilence(env, 7)).toBeUndefined();
});

test("one that is gone costs a warning, and children learn nothing of it", () => {
  const env = { NOTIFY_SOCKET: "/does/not/exist", WATCHDOG_USEC: "1", WATCHDOG_PID: "7", PATH: "/bin" };
  const lines: unknown[] = [];
  new ServiceManager(env, (level, message, attributes) => void lines.push([level, message, attributes])).ready();
  expect(lines).toEqual([["warn", "the service manager cannot be told", { state: "READY=1" }]]);
  expect(env).toEqual({ PATH: "/bin" });
});
