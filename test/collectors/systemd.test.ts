import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import systemd from "../../src/collectors/systemd.ts";
import { collect } from "../support/collect.ts";
import { hasDbusDaemon, startDbusDaemon } from "../support/dbus/daemon.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { listenOn, startFakeBus, startService } from "../support/dbus/service.ts";
import { fakeSystemd, type FakeUnit } from "../support/dbus/systemd.ts";
import { samplesOf } from "../support/samples.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const MANAGER = { Version: "252 (252.39-1~deb12u2)", Virtualization: "kvm", SystemState: "running" };

const ALL_METRICS = {
  "collector.systemd.enable-task-metrics": true,
  "collector.systemd.enable-restarts-metrics": true,
  "collector.systemd.enable-start-time-metrics": true,
};

const UNITS: readonly FakeUnit[] = [
  {
    name: "ssh.service",
    properties: {
      "Service.Type": ["s", "notify"],
      "Service.NRestarts": ["u", 3],
      "Service.TasksCurrent": ["t", 5],
      "Service.TasksMax": ["t", 18_446_744_073_709_551_615n],
      "Unit.ActiveEnterTimestamp": ["t", 1_700_000_000_500_000],
    },
  },
  { name: "old@1.service", active: "failed" },
  { name: "gone.service", load: "not-found", active: "inactive" },
  { name: "refreshed.service", active: "refreshing" },
  { name: "data.mount", properties: { "Mount.Type": ["s", "ext4"] } },
  {
    name: "a.socket",
    properties: { "Socket.NAccepted": ["u", 7], "Socket.NConnections": ["u", 2], "Socket.NRefused": ["u", 1] },
  },
  { name: "b.socket", properties: { "Socket.NAccepted": ["u", 7], "Socket.NRefused": ["u", 1] } },
  { name: "c.timer", properties: { "Timer.LastTriggerUSec": ["t", 1_700_000_000_000_000] } },
];

async function useFakeBus(manager: Readonly<Record<string, string>>, units: readonly FakeUnit[]): Promise<void> {
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", await startFakeBus(fakeSystemd(manager, units)));
}

function others(text: string): string[] {
  return samplesOf(text).filter((line) => !line.startsWith("node_systemd_unit_state{"));
}

test("everything, with every flag", async () => {
  await useFakeBus(MANAGER, UNITS);
  const { status, text } = await collect(systemd, { flags: ALL_METRICS });
  expect(status).toBe("ok");
  expect(others(text)).toEqual([
    'node_systemd_service_restart_total{name="ssh.service"} 3',
    'node_systemd_socket_accepted_connections_total{name="a.socket"} 7',
    'node_systemd_socket_accepted_connections_total{name="b.socket"} 7',
    'node_systemd_socket_current_connections{name="a.socket"} 2',
    'node_systemd_socket_refused_connections_total{name="a.socket"} 1',
    "node_systemd_system_running 1",
    'node_systemd_timer_last_trigger_seconds{name="c.timer"} 1.7e+09',
    'node_systemd_unit_start_time_seconds{name="old@1.service"} 0',
    'node_systemd_unit_start_time_seconds{name="refreshed.service"} 0',
    'node_systemd_unit_start_time_seconds{name="ssh.service"} 1.7000000005e+09',
    'node_systemd_unit_tasks_current{name="ssh.service"} 5',
    'node_systemd_units{state="activating"} 0',
    'node_systemd_units{state="active"} 5',
    'node_systemd_units{state="deactivating"} 0',
    'node_systemd_units{state="failed"} 1',
    'node_systemd_units{state="inactive"} 1',
    'node_systemd_units{state="refreshing"} 1',
    'node_systemd_version{version="252 (252.39-1~deb12u2)"} 252',
    'node_systemd_virtualization_info{virtualization_type="kvm"} 1',
  ]);
  expect(samplesOf(text).filter((line) => /ssh|old/.test(line) && line.includes("unit_state"))).toEqual([
    'node_systemd_unit_state{name="old@1.service",state="activating",type=""} 0',
    'node_systemd_unit_state{name="old@1.service",state="active",type=""} 0',
    'node_systemd_unit_state{name="old@1.service",state="deactivating",type=""} 0',
    'node_systemd_unit_state{name="old@1.service",state="failed",type=""} 1',
    'node_systemd_unit_state{name="old@1.service",state="inactive",type=""} 0',
    'node_systemd_unit_state{name="ssh.service",state="activating",type="notify"} 0',
    'node_systemd_unit_state{name="ssh.service",state="active",type="notify"} 1',
    'node_systemd_unit_state{name="ssh.service",state="deactivating",type="notify"} 0',
    'node_systemd_unit_state{name="ssh.service",state="failed",type="notify"} 0',
    'node_systemd_unit_state{name="ssh.service",state="inactive",type="notify"} 0',
  ]);
});

test("by default mounts and what costs more calls are left out", async () => {
  await useFakeBus(MANAGER, UNITS);
  const { text } = await collect(systemd);
  expect(text).not.toMatch(/data\.mount|tasks|restart|start_time|gone/);
});

/** Names of the units shown. */
async function shown(flags: Record<string, string>): Promise<string[]> {
  await useFakeBus(MANAGER, UNITS);
  const { text } = await collect(systemd, { flags });
  const found = samplesOf(text).flatMap((line) => /unit_state\{name="([^"]*)"/.exec(line)?.slice(1) ?? []);
  return [...new Set(found)];
}

test.each([
  [{ "collector.systemd.unit-include": "ssh" }, []],
  [{ "collector.systemd.unit-include": "ssh.*|c.timer" }, ["c.timer", "ssh.service"]],
  [{ "collector.systemd.unit-exclude": ".*\\.(service|socket|timer)" }, ["data.mount"]],
  [{ "collector.systemd.unit-whitelist": "c.timer" }, ["c.timer"]],
  [{ "collector.systemd.unit-blacklist": ".*\\.(service|socket|mount)" }, ["c.timer"]],
])("%j shows %j", async (flags, units) => {
  expect(await shown(flags)).toEqual(units);
});

test("an old flag is refused beside the new one, and warned of", async () => {
  const flags = { "collector.systemd.unit-include": ".+", "collector.systemd.unit-whitelist": "x" };
  await expect(collect(systemd, { flags })).rejects.toThrow(
    new ConfigurationError(
      "--collector.systemd.unit-whitelist and --collector.systemd.unit-include are mutually exclusive",
    ),
  );
  await useFakeBus(MANAGER, []);
  const { logs } = await collect(systemd, { flags: { "collector.systemd.unit-blacklist": "x" } });
  expect(logs).toEqual([
    "warn: --collector.systemd.unit-blacklist is deprecated, use --collector.systemd.unit-exclude",
  ]);
});

test("an old systemd has no timers and no state", async () => {
  await useFakeBus({ Version: "systemd 204", Virtualization: "" }, UNITS);
  const { status, text } = await collect(systemd);
  expect(status).toBe("ok");
  expect(text).toContain('node_systemd_version{version="systemd 204"} 204');
  expect(text).toContain('virtualization_type="none"');
  expect(text).not.toMatch(/timer_last_trigger|system_running/);
});

test("a manager without properties still lists its units", async () => {
  await useFakeBus({}, UNITS);
  const { status, text } = await collect(systemd);
  expect(status).toBe("ok");
  expect(text).toContain('node_systemd_version{version=""} 0');
  expect(text).toContain('virtualization_type="unknown"');
  expect(text).toContain('node_systemd_unit_state{name="c.timer",state="active",type=""} 1');
});

test("without the state of the system it fails, with everything else given", async () => {
  await useFakeBus({ Version: "252", Virtualization: "" }, UNITS);
  const { status, text } = await collect(systemd);
  expect(status).toBe("failed");
  expect(text).toContain('node_systemd_socket_current_connections{name="a.socket"} 2');
});

test("without a list of units it fails, with version and virtualization given", async () => {
  const handler = fakeSystemd(MANAGER, []);
  const address = await startFakeBus((call) => (call.member === "ListUnits" ? { error: "a.Denied" } : handler(call)));
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", address);
  const { status, message, text } = await collect(systemd);
  expect({ status, message }).toEqual({ status: "failed", message: "a.Denied: refused by the test" });
  expect(samplesOf(text)).toEqual([
    'node_systemd_version{version="252 (252.39-1~deb12u2)"} 252',
    'node_systemd_virtualization_info{virtualization_type="kvm"} 1',
  ]);
});

test("5,000 units", async () => {
  const properties = { "Service.Type": ["s", "simple"] as const };
  const units = Array.from({ length: 5000 }, (_, i) => ({ name: `u${i}.service`, properties }));
  await useFakeBus(MANAGER, units);
  const { status, text } = await collect(systemd);
  expect(status).toBe("ok");
  expect(text.match(/^node_systemd_unit_state\{.*type="simple"\} 1$/gm)).toHaveLength(5000);
});

test("a bus that stops answering in the middle fails", async () => {
  const handler = fakeSystemd(MANAGER, UNITS);
  const address = await startFakeBus((call) => (call.body[1] === "Type" ? undefined : handler(call)));
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", address);
  expect(await collect(systemd)).toMatchObject({
    status: "failed",
    message: "no answer from the bus for 2 seconds",
  });
});

test("a bus that accepts and never answers fails after two seconds, before any deadline", async () => {
  const path = join(temporaryDirectory(), "bus");
  await listenOn(path, () => {});
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${path}`);
  const { status, message } = await collect(systemd);
  expect({ status, message }).toEqual({ status: "failed", message: "no answer from the bus for 2 seconds" });
});

const hasPrivateSocket = existsSync("/run/systemd/private");

test.skipIf(hasPrivateSocket)(
  "without any bus the failure names the system bus (skipped where systemd runs)",
  async () => {
    const path = join(temporaryDirectory(), "bus");
    vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${path}`);
    expect(await collect(systemd)).toMatchObject({ status: "failed", message: `connect ENOENT ${path}`, text: "" });
  },
);

test.skipIf(hasPrivateSocket)(
  "--collector.systemd.private does not ask the bus (skipped where systemd runs)",
  async () => {
    await useFakeBus(MANAGER, UNITS);
    const result = await collect(systemd, { flags: { "collector.systemd.private": true } });
    expect(result).toMatchObject({ status: "failed", message: "connect ENOENT /run/systemd/private" });
  },
);

test.skipIf(!hasDbusDaemon())("on a real dbus-daemon (needs the package dbus)", async () => {
  const socket = await startDbusDaemon();
  await startService(socket, "org.freedesktop.systemd1", fakeSystemd(MANAGER, UNITS));
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${socket}`);
  const { status, text } = await collect(systemd, { flags: ALL_METRICS });
  expect(status).toBe("ok");
  expect(others(text)).toHaveLength(19);
  expect(text).toContain('node_systemd_unit_state{name="ssh.service",state="active",type="notify"} 1');
});

test.skipIf(!hasDbusDaemon())("5,000 units on a real dbus-daemon (needs the package dbus)", async () => {
  const units = Array.from({ length: 5000 }, (_, i) => ({ name: `u${i}.service` }));
  const socket = await startDbusDaemon();
  await startService(socket, "org.freedesktop.systemd1", fakeSystemd(MANAGER, units));
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${socket}`);
  const { status, text } = await collect(systemd);
  expect(status).toBe("ok");
  expect(text.match(/^node_systemd_unit_state\{.*state="active".*\} 1$/gm)).toHaveLength(5000);
});

test.skipIf(!hasDbusDaemon())("a bus without systemd fails (needs the package dbus)", async () => {
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", `unix:path=${await startDbusDaemon()}`);
  const { status, message } = await collect(systemd);
  expect(status).toBe("failed");
  expect(message).toContain("org.freedesktop.DBus.Error.ServiceUnknown");
});
