/** The ways in which node_exporter is deployed, with their own arguments; only ports are other ones. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compareExpositions } from "../../src/main/commands/compare/compare.ts";
import { readExposition } from "../../src/main/commands/compare/exposition.ts";
import { historySince } from "../../src/main/commands/compare/history.ts";
import { PEER, PEER_FLAGS } from "../main/commands/compare/peer.ts";
import { cleanUp } from "../support/clean-up.ts";
import { mountedHost, mountedHostObstacle } from "../support/mounted-host.ts";
import { startProgram } from "../support/program.ts";
import { ask } from "../support/request.ts";

const deploy = join(import.meta.dirname, "../../deploy");
const DEBIAN_DEFAULTS = join(deploy, "packages/debian.yml");
const CHART_VALUES = join(deploy, "kubernetes/chart-values.yaml");

interface Deployment {
  readonly name: string;
  readonly args: readonly string[];
  /** What is mounted, and where. */
  readonly mounts: readonly (readonly [string, string])[];
  /** Arguments that only node_exporter or only this program gets. */
  readonly there?: readonly string[];
  readonly here?: readonly string[];
}

const deployments: readonly Deployment[] = [
  {
    name: "kube-prometheus",
    args: [
      "--web.listen-address=127.0.0.1:0",
      "--path.sysfs=/host/sys",
      "--path.rootfs=/host/root",
      "--path.procfs=/host/root/proc",
      "--path.udev.data=/host/root/run/udev/data",
      "--no-collector.wifi",
      "--no-collector.hwmon",
      "--no-collector.btrfs",
      "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)",
      "--collector.netclass.ignored-devices=^(veth.*|[a-f0-9]{15})$",
      "--collector.netdev.device-exclude=^(veth.*|[a-f0-9]{15})$",
    ],
    mounts: [
      ["/", "/host/root"],
      ["/sys", "/host/sys"],
    ],
  },
  {
    name: "the chart of prometheus-community",
    args: chartArguments("0.0.0.0"),
    mounts: [
      ["/", "/host/root"],
      ["/sys", "/host/sys"],
      ["/proc", "/host/proc"],
    ],
  },
  {
    name: "the role prometheus.prometheus.node_exporter",
    args: [
      "--collector.systemd",
      "--collector.textfile",
      "--collector.textfile.directory=/var/lib/node_exporter",
      "--web.listen-address=0.0.0.0:0",
      "--web.telemetry-path=/metrics",
    ],
    mounts: [],
  },
  {
    name: "Debian's package",
    args: ["--web.listen-address=127.0.0.1:0"],
    mounts: [],
    there: [],
    here: [`--config.file=${DEBIAN_DEFAULTS}`],
  },
  { name: "the image", args: ["--path.rootfs=/host", "--web.listen-address=127.0.0.1:0"], mounts: [["/", "/host"]] },
  {
    name: "EPEL's package and the tarball",
    args: [
      "--web.listen-address=127.0.0.1:0",
      "--collector.textfile.directory",
      "/var/lib/node_exporter/textfile_collector",
    ],
    mounts: [],
  },
];

const obstacle = mountedHostObstacle() ?? (existsSync(PEER) ? undefined : `needs ${PEER}`);
const needs = obstacle === undefined ? "" : ` (skipped: ${obstacle})`;

test.skipIf(obstacle !== undefined).each(deployments)(`$name: the same series${needs}`, async (deployment) => {
  const { args, mounts, here = [] } = deployment;
  const [own, peer] = await Promise.all([
    startProgram([...args, ...here], { wrapper: mountedHost(mounts) }),
    startPeer(deployment),
  ]);
  const differences = await bestOf(3, own.port, peer);
  expect(differences).toEqual({ families: [], types: [], labels: [], series: [], collectors: [] });
});

test.each(["127.0.0.1", "0.0.0.0"])("the chart's probes, listening on %s", async (hostIp) => {
  const { get } = await startProgram([
    "--collector.disable-defaults",
    "--collector.loadavg",
    ...chartArguments(hostIp),
  ]);
  const answers = await Promise.all(["/", "/health"].map((path) => get(path)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

/** As the chart makes them of our values for it, on a port of its own. */
function chartArguments(hostIp: string): readonly string[] {
  const { image }: { image: { tag: unknown } } = parse(readFileSync(CHART_VALUES, "utf8"));
  const { tag } = image;
  // A number such as 1.12 would have lost its last digits.
  if (typeof tag !== "string") throw new Error(`the tag is no text: ${String(tag)}`);
  const isLater = tag.localeCompare("1.4.0", "en", { numeric: true }) >= 0;
  return [
    "--path.procfs=/host/proc",
    "--path.sysfs=/host/sys",
    "--path.rootfs=/host/root",
    ...(isLater ? ["--path.udev.data=/host/root/run/udev/data"] : []),
    `--web.listen-address=[${hostIp}]:0`,
  ];
}

/** Other tests of this run mount and unmount meanwhile: what is there once only counts once. */
async function bestOf(tries: number, own: number, peer: number): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const scrape = async (port: number) => readExposition(Buffer.from((await ask(port, "/metrics")).body));
  const scrapes = { before: await scrape(own), there: await scrape(peer), after: await scrape(own) };
  expect(scrapes.there.size).toBeGreaterThan(100);
  const history = historySince("1.5.0", new Set());
  const { missing, collectors } = compareExpositions(scrapes, { history, tolerance: 1 });
  const failed = collectors.filter(({ there, here }) => there === "ok" && here !== "ok");
  const differences = { ...missing, collectors: failed };
  const isGood = Object.values(differences).every((found) => found.length === 0);
  return isGood || tries === 1 ? differences : bestOf(tries - 1, own, peer);
}

/** What Debian has changed of its defaults is changed back, unless the arguments do. */
async function startPeer({ args, mounts, there }: Deployment): Promise<number> {
  const isGiven = (flag: string): boolean =>
    args.some((word) => word.startsWith(flag.replace(/=.*/s, "").replace("--no-", "--")));
  const [command = "", ...words] = mountedHost(mounts);
  const flags = there ?? PEER_FLAGS.filter((flag) => !isGiven(flag));
  const child = spawn(command, [...words, PEER, ...args, ...flags], { stdio: ["ignore", "ignore", "pipe"] });
  cleanUp(() => void child.kill("SIGKILL"));
  let log = "";
  child.stderr.on("data", (bytes: Buffer) => (log += bytes.toString()));
  for (;;) {
    const port = /Listening on" address=\S+:(\d+)/.exec(log)?.[1];
    if (port !== undefined) return Number(port);
    await once(child.stderr, "data");
  }
}
