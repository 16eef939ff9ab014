/**
 * CPU time of the network collectors with many interfaces: node bench/interfaces.ts [pairs]
 * Creates a network namespace with this many veth pairs (500), which needs root and iproute2.
 */
import { execFileSync } from "node:child_process";
import type { CollectorDefinition, Emit } from "../src/collectors/kit/define.ts";
import netclass from "../src/collectors/netclass.ts";
import netdev from "../src/collectors/netdev.ts";
import { Sink } from "../src/workers/render/sink.ts";
import { createNative } from "../src/workers/native/native.ts";
import { openHost } from "../src/workers/host/host.ts";
import { refusing } from "../test/support/refusing.ts";

const [, script = "", argument = "500"] = process.argv;
const NAMESPACE = `bench-interfaces-${process.pid}`;
const PATHS = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" };
const SCRAPES = 30;

if (argument === "inside") measureAll();
else runInNamespace(Number(argument));

function runInNamespace(pairs: number): void {
  const lines = Array.from({ length: pairs }, (_, i) => [
    `link add v${i} type veth peer name w${i}`,
    `link set v${i} up`,
    `link set w${i} up`,
  ]);
  execFileSync("ip", ["netns", "add", NAMESPACE]);
  try {
    execFileSync("ip", ["-n", NAMESPACE, "-batch", "-"], { input: lines.flat().join("\n") });
    const inside = ["netns", "exec", NAMESPACE, process.execPath, script, "inside"];
    execFileSync("ip", inside, { stdio: "inherit" });
  } finally {
    execFileSync("ip", ["netns", "del", NAMESPACE]);
  }
}

function measureAll(): void {
  const sandbox = refusing("EPERM", "netlink", "socket");
  measure("netclass, link dump", netclass, {}, createNative());
  measure("netclass, sysfs", netclass, {}, sandbox);
  measure("netclass --collector.netclass.netlink", netclass, { "collector.netclass.netlink": true }, createNative());
  measure("netdev, link dump", netdev, {}, createNative());
  measure("netdev --no-collector.netdev.netlink", netdev, { "collector.netdev.netlink": false }, createNative());
}

/** Milliseconds of CPU time per scrape, for reading and rendering, without dispatch and HTTP. */
function measure(
  what: string,
  definition: CollectorDefinition,
  flags: Readonly<Record<string, boolean>>,
  native: ReturnType<typeof createNative>,
): void {
  const host = openHost(PATHS, native, 4096, 2000);
  const defaults = Object.entries(definition.flags).map(([name, spec]) => [name, spec.default] as const);
  const update = definition.create({
    host,
    flags: Object.fromEntries([...defaults, ...Object.entries(flags)]) as never,
    given: () => false,
    cpuGroup: "none",
    isEnabled: () => true,
    part: { index: 0, count: 1 },
    log: () => {},
    skip: () => {},
    faults: () => {},
    state: new SharedArrayBuffer(definition.stateBytes ?? 0),
  });
  const sink = new Sink();
  scrape(5, host, update, sink);
  const start = process.cpuUsage();
  scrape(SCRAPES, host, update, sink);
  const { user, system } = process.cpuUsage(start);
  const figures = [user, system, user + system].map((time) => (time / SCRAPES / 1000).toFixed(1).padStart(7));
  console.log(`${what.padEnd(40)} user ${figures[0]}  system ${figures[1]}  sum ${figures[2]} ms per scrape`);
}

function scrape(
  times: number,
  host: ReturnType<typeof openHost>,
  update: (emit: Emit, scrape: { readonly deadline: number }) => unknown,
  sink: Sink,
): void {
  for (let i = 0; i < times; i++) {
    host.startScrape();
    update(sink.emit, { deadline: performance.now() + 60_000 });
    sink.finish(() => {});
  }
}
