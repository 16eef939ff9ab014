import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import type { Native } from "../../src/collectors/kit/host.ts";
import perf from "../../src/collectors/perf.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { collect, openCollector, type CollectOptions } from "../support/collect.ts";
import { samplesOf } from "../support/samples.ts";

const isRoot = process.getuid?.() === 0;

/** The counters that can always be had. */
const SOFTWARE_ONLY = {
  "collector.perf.disable-hardware-profilers": true,
  "collector.perf.disable-cache-profilers": true,
};

function valueOf(text: string, family: string, cpu: number): number {
  return Number(new RegExp(`^node_perf_${family}\\{cpu="${cpu}"\\} (\\S+)$`, "m").exec(text)?.[1]);
}

/** Sum over all CPUs. */
function total(text: string, family: string): number {
  const samples = text.matchAll(new RegExp(`^node_perf_${family}\\{cpu="\\d+"\\} (\\S+)$`, "gm"));
  return [...samples].reduce((sum, [, value]) => sum + Number(value), 0);
}

function familiesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.startsWith("# TYPE ") ? [line.slice(7)] : []));
}

test.skipIf(!isRoot)("software events count what happens on this host (needs root)", async () => {
  const collector = openCollector(perf, { flags: SOFTWARE_ONLY });
  const first = await collector.scrape();
  Buffer.alloc(64 << 20, 1);
  // Waiting for a child is a switch to another thread.
  execFileSync("true");
  const second = await collector.scrape();
  expect(second.status).toBe("ok");
  expect(familiesOf(second.text)).toEqual([
    "node_perf_context_switches_total counter",
    "node_perf_cpu_migrations_total counter",
    "node_perf_major_faults_total counter",
    "node_perf_minor_faults_total counter",
    "node_perf_page_faults_total counter",
  ]);
  for (const family of ["page_faults_total", "minor_faults_total", "context_switches_total"])
    expect(total(second.text, family)).toBeGreaterThan(total(first.text, family));
});

test.skipIf(!isRoot)("--collector.perf.cpus and the names of events choose (needs root)", async () => {
  const flags = {
    ...SOFTWARE_ONLY,
    "collector.perf.cpus": "0",
    "collector.perf.software-profilers": ["ContextSwitch", "Nonsense"],
  };
  const { text, logs } = await collect(perf, { flags });
  expect(text).toMatch(
    /^# TYPE node_perf_context_switches_total counter\nnode_perf_context_switches_total\{cpu="0"\} \d+\n$/,
  );
  expect(logs).toEqual(['error: unknown event {"event":"Nonsense"}']);
});

test("a bad list of CPUs is refused", async () => {
  await expect(collect(perf, { flags: { "collector.perf.cpus": "0-x" } })).rejects.toThrow(
    new ConfigurationError('--collector.perf.cpus: "0-x" is not a list of CPUs'),
  );
});

/** Fills in what read(2) of a group gives. */
function give(into: Uint8Array, count: number, time: number, values: readonly bigint[]): number {
  const numbers = BigUint64Array.of(BigInt(count), BigInt(time), ...values);
  into.set(new Uint8Array(numbers.buffer));
  return numbers.byteLength;
}

let time = 0;

/** perf_event_open of a processor that has every event: counts are the number of the descriptor. */
function generousNative(opened: Map<number, { type: number; config: bigint; cpu: number; group: number }>): Native {
  return {
    ...createNative(),
    perfEventOpen(attributes, pid, cpu, group, flags) {
      const view = new DataView(attributes.buffer);
      expect([pid, flags, view.getUint32(4, true)]).toEqual([-1, 8, 64]);
      const fd = 1000 + opened.size;
      opened.set(fd, { type: view.getUint32(0, true), config: view.getBigUint64(8, true), cpu, group });
      return fd;
    },
    read(fd, into) {
      const members = [...opened].flatMap(([each, { group }]) => (each === fd || group === fd ? [BigInt(each)] : []));
      return give(into, members.length, ++time, members);
    },
    close: () => {},
  };
}

/** Families of all events without the ends of their names. */
const ALL = `
  cpucycles instructions branch_instructions branch_misses cache_refs cache_misses ref_cpucycles
  stalled_cycles_backend stalled_cycles_frontend page_faults context_switches cpu_migrations
  minor_faults major_faults cache_l1d_read_hits cache_l1d_read_misses cache_l1d_write_hits
  cache_l1_instr_read_misses cache_tlb_instr_read_hits cache_tlb_instr_read_misses
  cache_tlb_data_read_hits cache_tlb_data_read_misses cache_tlb_data_write_hits
  cache_tlb_data_write_misses cache_ll_read_hits cache_ll_read_misses cache_ll_write_hits
  cache_ll_write_misses cache_bpu_read_hits cache_bpu_read_misses
`
  .trim()
  .split(/\s+/);

async function withAllEvents(flags: NonNullable<CollectOptions["flags"]>) {
  const opened = new Map<number, { type: number; config: bigint; cpu: number; group: number }>();
  const result = await collect(perf, {
    native: generousNative(opened),
    flags: { "collector.perf.cpus": "3", ...flags },
  });
  return { ...result, opened: [...opened.values()] };
}

test("every event has its family, and only the software ones share a group", async () => {
  const { status, text, opened } = await withAllEvents({});
  expect(status).toBe("ok");
  expect(familiesOf(text)).toEqual(ALL.map((name) => `node_perf_${name}_total counter`).toSorted());
  expect(opened.filter(({ group }) => group !== -1).map(({ type }) => type)).toEqual([1, 1, 1, 1]);
  expect(opened.every(({ cpu }) => cpu === 3)).toBe(true);
});

test("events keep their values in a group", async () => {
  const { text } = await withAllEvents(SOFTWARE_ONLY);
  expect(valueOf(text, "page_faults_total", 3)).toBe(1000);
  expect(valueOf(text, "context_switches_total", 3)).toBe(1001);
  expect(valueOf(text, "major_faults_total", 3)).toBe(1004);
});

test.each([
  ["hardware", "collector.perf.hardware-profilers", 9],
  ["software", "collector.perf.software-profilers", 5],
  ["cache", "collector.perf.cache-profilers", 0],
])("unknown %s events only: %s opens %i of them", async (kind, flag, count) => {
  const others = ["hardware", "software", "cache"].filter((other) => other !== kind);
  const { opened, logs } = await withAllEvents({
    [flag]: ["Nonsense"],
    ...Object.fromEntries(others.map((other) => [`collector.perf.disable-${other}-profilers`, true])),
  });
  expect(opened).toHaveLength(count);
  expect(logs).toHaveLength(1);
});

function refuse(): never {
  throw Object.assign(new Error("EACCES: perf_event_open"), { code: "EACCES" });
}

test("what cannot be opened is left out, and a group that can no longer be read fails", async () => {
  const none = await collect(perf, { native: { ...createNative(), perfEventOpen: refuse } });
  expect(none).toMatchObject({ status: "ok", text: "" });
  const native = { ...generousNative(new Map()), read: () => 0 };
  const gone = await collect(perf, { native, flags: SOFTWARE_ONLY });
  expect(gone).toMatchObject({ status: "failed", message: "a group of 5 counters gave 0 bytes" });
});

/** CPU 1 goes offline and comes back; its counters then are what Linux makes of them. */
function hotplugNative() {
  const opened: number[] = [];
  const closed: number[] = [];
  const dead = new Set<number>();
  let isOnline = true;
  const native: Native = {
    ...createNative(),
    perfEventOpen(_, __, cpu) {
      if (cpu === 1 && !isOnline) throw Object.assign(new Error("ENODEV: perf_event_open"), { code: "ENODEV" });
      return opened.push(cpu) - 1;
    },
    read: (fd, into) => (dead.has(fd) ? give(into, 1, 5, [7n]) : give(into, 1, ++time + 5, [BigInt(100 + fd)])),
    close: (fd) => void closed.push(fd),
  };
  const setOnline = (online: boolean): void => {
    isOnline = online;
    for (const [fd, cpu] of opened.entries()) if (cpu === 1) dead.add(fd);
  };
  return { native, opened, closed, setOnline };
}

const CONTEXT_SWITCHES = { ...SOFTWARE_ONLY, "collector.perf.software-profilers": ["ContextSwitch"] };

test("counters of a CPU that goes offline are not shown, and are opened anew when it comes back", async () => {
  const { native, opened, closed, setOnline } = hotplugNative();
  const collector = openCollector(perf, { native, flags: { ...CONTEXT_SWITCHES, "collector.perf.cpus": "0-1" } });
  const samples = async () => {
    const { status, text } = await collector.scrape();
    expect(status).toBe("ok");
    return samplesOf(text);
  };
  const line = (cpu: number, value: number) => `node_perf_context_switches_total{cpu="${cpu}"} ${value}`;
  expect(await samples()).toEqual([line(0, 100), line(1, 101)]);
  setOnline(false);
  for (let i = 0; i < 2; i++) expect(await samples()).toEqual([line(0, 100)]);
  setOnline(true);
  for (let i = 0; i < 2; i++) expect(await samples()).toEqual([line(0, 100), line(1, 102)]);
  // Offline and back between two scrapes.
  setOnline(true);
  expect(await samples()).toEqual([line(0, 100), line(1, 103)]);
  expect([opened, closed]).toEqual([
    [0, 1, 1, 1],
    [1, 2],
  ]);
});

test("a CPU that is offline at the start is counted from when it comes", async () => {
  const { native, setOnline } = hotplugNative();
  setOnline(false);
  const collector = openCollector(perf, { native, flags: { ...CONTEXT_SWITCHES, "collector.perf.cpus": "1" } });
  expect(await collector.scrape()).toMatchObject({ status: "ok", text: "" });
  setOnline(true);
  expect((await collector.scrape()).text).toContain('cpu="1"');
});

/** In a mount namespace of its own. */
const SCRAPE_WITH_TRACEFS = `
  const { default: perf } = await import("${join(import.meta.dirname, "../../src/collectors/perf.ts")}");
  const { openHost } = await import("${join(import.meta.dirname, "../../src/workers/host/host.ts")}");
  const { createNative } = await import("${join(import.meta.dirname, "../../src/workers/native/native.ts")}");
  const paths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/" };
  const flags = {
    "collector.perf.cpus": "0",
    "collector.perf.tracepoint": ["sched:sched_switch", "irq:softirq_entry"],
    "collector.perf.hardware-profilers": [],
    "collector.perf.software-profilers": ["ContextSwitch"],
    "collector.perf.cache-profilers": [],
  };
  const update = perf.create({ host: openHost(paths, createNative(), 4096, 10), flags, cpuGroup: "none", log() {} });
  let lines;
  do {
    await new Promise((resolve) => setTimeout(resolve, 10));
    lines = [];
    update((family, value, cpu) => value > 0 && lines.push([family.name, family.type, cpu].join(" ")), { deadline: Infinity });
  } while (lines.length < 3);
  console.log(lines.join("\\n"));
`;

test.skipIf(!isRoot)("--collector.perf.tracepoint counts tracepoints of the kernel (needs root)", () => {
  const mount = "grep -q ' /sys/kernel/tracing tracefs ' /proc/mounts || mount -t tracefs tracefs /sys/kernel/tracing";
  const command = `(${mount}) && exec "$0" --input-type=module -e "$1"`;
  const output = execFileSync("unshare", ["--mount", "sh", "-c", command, process.execPath, SCRAPE_WITH_TRACEFS]);
  expect(output.toString().split("\n")).toEqual([
    "node_perf_context_switches_total counter 0",
    "node_perf_sched_sched_switch counter 0",
    "node_perf_irq_softirq_entry counter 0",
    "",
  ]);
});
