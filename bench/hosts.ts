/**
 * This program and node_exporter on large synthetic hosts: directory trees that both read with the same flags. Counters
 * change between two scrapes, as they do on a real host.
 */
import { dirname } from "node:path";
import { floorLine, measureFloor, type Floor } from "./floor/floor.ts";
import { writeBase } from "./hosts/base.ts";
import { writeCpus, writeInterrupts } from "./hosts/cpus.ts";
import { writeDisks } from "./hosts/disks.ts";
import { writeMounts } from "./hosts/mounts.ts";
import { writeProcesses } from "./hosts/processes.ts";
import { writeTextfiles } from "./hosts/textfiles.ts";
import { measureWorkers, type WithWorkers, workersTable } from "./hosts/workers.ts";
import { hostFlags, makeHost, type Host, type Tree } from "./hosts/tree.ts";
import { startLoader, type Loader } from "./load/loader.ts";
import { agreementLine, collectionsOf, type Content, contentOf } from "./measure/agreement.ts";
import { longestPause } from "./measure/pause.ts";
import { measure, type Offered } from "./measure/rounds.ts";
import { readOptions } from "./options.ts";
import { collectorFlags, commonCollectors } from "./program/collectors.ts";
import { ownExecutable, peerExecutable } from "./program/executable.ts";
import { startExporter, type Program } from "./program/program.ts";
import { barChart } from "./report/bars.ts";
import { type Case, comparisonTable, cpuBars } from "./report/comparison.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure } from "./report/table.ts";

interface Scenario {
  readonly key: string;
  readonly name: string;
  /** Collectors beside the default ones. */
  readonly more?: readonly string[];
  /** States of the host; one if nothing relevant changes. */
  readonly states: number;
  write(tree: Tree, state: number, root: string): void;
}

interface Result extends Case {
  readonly content: Readonly<Record<string, Content>>;
  readonly reading: Floor;
  /** Longest time that the program did not answer another request during scrapes, in milliseconds. */
  readonly pause: number;
  /** The same with more workers. */
  readonly byWorkers: readonly WithWorkers[];
}

const options = readOptions("bench:hosts", "compares both programs on large synthetic hosts", {
  seconds: 3,
  own: {
    cpus: 512,
    interrupts: 400,
    disks: 2000,
    mounts: 5000,
    processes: 20_000,
    "textfile-megabytes": 10,
    only: "cpus,interrupts,disks,mounts,processes,all,textfiles,changing-textfiles",
    workers: "1,2,4",
    gzip: 0,
    "cpu-group": "none",
    "max-series": "",
  },
});
const ours = ownExecutable(options.ours);
const peer = peerExecutable(options.peer);
if (peer === undefined)
  console.log("no peer: node_exporter is not on PATH (or --peer none); measuring only this program");
const peerName = peer === undefined ? "none" : `${peer.name} ${peer.version}`;
const gzip = options.number("gzip") > 0;
/** Empty: without further workers. */
const workers = options.text("workers") === "" ? [] : options.text("workers").split(",").map(Number);
const only = options.text("only").split(",");
const results: Result[] = [];
for (const scenario of scenarios().filter(({ key }) => only.includes(key)))
  for (const group of options.text("cpu-group").split(",")) results.push(await runScenario(scenario, group));

console.log(`\n${comparisonTable(results, peerName)}`);
console.log("The floor reads the files of the tree through kept descriptors, while both programs have to open them.");
for (const { name, pause } of results) console.log(`longest pause of this program, ${name}: ${figure(pause)} ms`);
if (workers.length > 0) console.log(`\nthis program by --runtime.gomaxprocs:\n${workersTable(results)}`);
writeResults(options.out, {
  name: "hosts",
  programs: peer === undefined ? [ours] : [ours, peer],
  conditions: {
    seconds: options.seconds,
    rounds: options.rounds,
    warmUpSeconds: options.warmUp,
    connections: 1,
    gzip,
    rest: "files of this machine",
  },
  results,
  svg: barChart(
    "CPU time per scrape on large hosts",
    `synthetic hosts, one connection; ${machineLine()}; ratios against ${peerName}`,
    "ms",
    cpuBars(results, peerName),
  ),
});

/** `group`: of --cpu.group, which node_exporter does not have; it is measured beside `none` only. */
async function runScenario(plain: Scenario, group: string): Promise<Result> {
  const scenario = group === "none" ? plain : { ...plain, name: `${plain.name}, by ${group}` };
  console.log(`\n${scenario.name}`);
  const host = makeHost(scenario.states, (tree, state, root) => {
    writeBase(tree, state);
    scenario.write(tree, state, root);
  });
  const collectors = commonCollectors(peer, scenario.more);
  const flags = [...collectorFlags(collectors), ...hostFlags(host)];
  const budget = options.text("max-series");
  const ownFlags = [
    ...flags,
    ...(group === "none" ? [] : [`--cpu.group=${group}`]),
    ...(budget === "" ? [] : [`--scrape.max-series=${budget}`]),
  ];
  const floor = named(measureFloor(ownFlags, Math.min(options.seconds, 2)), host);
  console.log(floorLine(floor));
  const loader = startLoader();
  const programs = [await startExporter(ours, [...ownFlags, "--runtime.gomaxprocs=1"])];
  if (peer !== undefined && group === "none") programs.push(await startExporter(peer, flags));
  try {
    const compared = await compareOn(scenario, host, floor, loader, programs);
    const offered = offeredBy(host);
    const byWorkers = await measureWorkers(loader, ours, ownFlags, workers, offered, options);
    return { ...compared, byWorkers };
  } finally {
    loader.close();
    for (const program of programs) await program.stop();
    host.remove();
  }
}

/** The floor with the paths as they are on a host, without the location of the tree. */
function named(floor: Floor, { current }: Host): Floor {
  const slowest = floor.slowest.map((each) => ({
    ...each,
    operation: each.operation.replace(current, "").replace(dirname(current), ""),
  }));
  return { ...floor, slowest };
}

async function compareOn(
  { name }: Scenario,
  host: Host,
  reading: Floor,
  loader: Loader,
  programs: readonly Program[],
): Promise<Omit<Result, "byWorkers">> {
  const content: (readonly [string, Content])[] = [];
  for (const program of programs) content.push([program.name, await contentOf(loader, program)]);
  console.log(agreementLine(content));
  const offered = offeredBy(host);
  const [figures, peerFigures] = await measure(
    loader,
    programs.map((program, i) => ({
      program,
      offered,
      ...(i === 0 ? { collections: () => collectionsOf(loader, program) } : {}),
    })),
    options,
  );
  const [own] = programs;
  if (figures === undefined || own === undefined) throw new Error("nothing was measured");
  const pause = await longestPause(loader, own, offered);
  return {
    name,
    ours: figures,
    peer: peerFigures,
    floor: reading.user + reading.system,
    content: Object.fromEntries(content),
    reading,
    pause,
  };
}

/** The link to the host moves between its states. */
function offeredBy({ current, states }: Host): Offered {
  return { connections: 1, gzip, ...(states.length > 1 ? { flip: { link: current, targets: states } } : {}) };
}

function scenarios(): readonly Scenario[] {
  const cpus = options.number("cpus");
  const interrupts = options.number("interrupts");
  const disks = options.number("disks");
  const mounts = options.number("mounts");
  const processes = options.number("processes");
  const megabytes = options.number("textfile-megabytes");
  return [
    { key: "cpus", name: `${cpus} CPUs`, states: 2, write: (tree, state) => writeCpus(tree, cpus, state) },
    {
      key: "interrupts",
      name: `${cpus} CPUs, ${interrupts} interrupts`,
      more: ["interrupts"],
      states: 2,
      write(tree, state) {
        writeCpus(tree, cpus, state);
        writeInterrupts(tree, cpus, interrupts, state);
      },
    },
    { key: "disks", name: `${disks} disks`, states: 2, write: (tree, state) => writeDisks(tree, disks, state) },
    { key: "mounts", name: `${mounts} mounts`, states: 1, write: (tree, _, root) => writeMounts(tree, mounts, root) },
    {
      key: "processes",
      name: `${processes} processes`,
      more: ["processes"],
      states: 1,
      write: (tree) => writeProcesses(tree, processes),
    },
    {
      key: "all",
      name: `${cpus} CPUs, ${disks} disks, ${processes} processes`,
      more: ["processes"],
      states: 2,
      write(tree, state) {
        writeCpus(tree, cpus, state);
        writeDisks(tree, disks, state);
        writeProcesses(tree, processes);
      },
    },
    {
      key: "textfiles",
      name: `${megabytes} MB of textfiles`,
      states: 1,
      write: (tree) => writeTextfiles(tree, megabytes, 0),
    },
    {
      key: "changing-textfiles",
      name: `the same, different on every scrape`,
      states: 2,
      write: (tree, state) => writeTextfiles(tree, megabytes, state),
    },
  ];
}
