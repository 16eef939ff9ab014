import { expect, test } from "vitest";
import { forgetSystemdSockets, systemdSockets } from "../../../src/main/options/systemd-sockets.ts";

test("numbers the descriptors from 3 on", () => {
  expect(systemdSockets({ LISTEN_FDS: "2", LISTEN_PID: "77" }, 77)).toEqual([3, 4]);
});

test.each<[Record<string, string>, string]>([
  [{}, "LISTEN_FDS is not set"],
  [{ LISTEN_FDS: "1" }, 'LISTEN_PID is "" and this process is 77'],
  [{ LISTEN_FDS: "1", LISTEN_PID: "78" }, 'LISTEN_PID is "78" and this process is 77'],
  [{ LISTEN_FDS: "0", LISTEN_PID: "77" }, 'LISTEN_FDS is "0"'],
  [{ LISTEN_FDS: "x", LISTEN_PID: "77" }, 'LISTEN_FDS is "x"'],
  [{ LISTEN_FDS: "99999", LISTEN_PID: "77" }, 'LISTEN_FDS is "99999"'],
])("%j is an error", (env, want) => {
  expect(() => systemdSockets(env, 77)).toThrow(`--web.systemd-socket: no socket was passed: ${want}`);
});

test("children are told nothing of the sockets", () => {
  const env = { LISTEN_FDS: "1", LISTEN_PID: "77", LISTEN_FDNAMES: "web", PATH: "/bin" };
  forgetSystemdSockets(env);
  expect(env).toEqual({ PATH: "/bin" });
});
