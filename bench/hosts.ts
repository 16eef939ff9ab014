/**
 * This program and node_exporter on large synthetic hosts: directory trees that both read with the same flags. Counters
 * change between two scrapes, as they do on a real host.
 */
import { dirname } from "node:path";
import { floorLine, measureFloor, type Floor } from "./floor/floor.ts";
import { writeBase } from "./hosts/base.ts";
import { writeCpus, writeInterrupts } from "./hosts/cpus.ts";
import { groupsTable, type WithGroup } from "./hosts/groups.ts";
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

interface Result extends Case, WithGroup {
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
const groups = options.text("cpu-group").split(",");
const gzip = options.number("gzip") > 0;
/** Empty: without further workers. */
const workers = options.text("workers") === "" ? [] : options.text("workers").split(",").map(Number);
const only = options.text("only").split(",");
const results: Result[] = [];
for (const scenario of scenarios().filter(({ key }) => only.includes(key)))
  results.push(...(await runScenario(scenario)));

console.log(`\n${comparisonTable(results, peerName)}`);
console.log("The floor opens the files of the tree on every scrape, as both programs have to.");
for (const { name, pause } of results) console.log(`longest pause of this program, ${name}: ${figure(pause)} ms`);
if (groups.length > 1) console.log(`\nthis program by --cpu.group:\n${groupsTable(results)}`);
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

/** A result for every value of --cpu.group; node_exporter, which has no groups, is part of the first one. */
async function runScenario(scenario: Scenario): Promise<readonly Result[]> {
  console.log(`\n${scenario.name}`);
  const host = makeHost(scenario.states, (tree, state, root) => {
    writeBase(tree, state);
    scenario.write(tree, state, root);
  });
  const flags = [...collectorFlags(commonCollectors(peer, scenario.more)), ...hostFlags(host)];
  const variants = groups.map((group) => variantOf(scenario, group, flags, host));
  const loader = startLoader();
  const programs: Program[] = [];
  try {
    for (const variant of variants)
      programs.push(await startExporter(ours, [...variant.flags, "--runtime.gomaxprocs=1"]));
    if (peer !== undefined) programs.push(await startExporter(peer, flags));
    const compared = await compareOn(host, loader, variants, programs);
    const results: Result[] = [];
    for (const [i, { flags: ownFlags }] of variants.entries()) {
      const byWorkers = await measureWorkers(loader, ours, ownFlags, workers, offeredBy(host), options);
      const result = compared[i];
      if (result !== undefined) results.push({ ...result, byWorkers });
    }
    return results;
  } finally {
    loader.close();
    for (const program of programs) await program.stop();
    host.remove();
  }
}

/** This program with a value of --cpu.group. */
interface Variant extends Pick<Result, "host" | "name" | "group" | "reading"> {
  readonly flags: readonly string[];
}

function variantOf({ key, name }: Scenario, group: string, common: readonly string[], host: Host): Variant {
  const budget = options.text("max-series");
  const flags = [
    ...common,
    ...(group === "none" ? [] : [`--cpu.group=${group}`]),
    ...(budget === "" ? [] : [`--scrape.max-series=${budget}`]),
  ];
  const reading = named(measureFloor(flags, Math.min(options.seconds, 2), [], "open"), host);
  console.log(floorLine(reading));
  return { host: key, name: group === "none" ? name : `${name}, by ${group}`, group, flags, reading };
}

/** The floor with the paths as they are on a host, without the location of the tree. */
function named(floor: Floor, { current }: Host): Floor {
  const slowest = floor.slowest.map((each) => ({
    ...each,
    operation: each.operation.replace(current, "").replace(dirname(current), ""),
  }));
  return { ...floor, slowest };
}

/** All programs in turns; those of this program come first, one for every variant. */
async function compareOn(
  host: Host,
  loader: Loader,
  variants: readonly Variant[],
  programs: readonly Program[],
): Promise<readonly Omit<Result, "byWorkers">[]> {
  const contents: Content[] = [];
  for (const program of programs) contents.push(await contentOf(loader, program));
  console.log(agreementLine(contents.map((content, i) => [variants[i]?.name ?? peerName, content])));
  const offered = offeredBy(host);
  const measured = await measure(
    loader,
    programs.map((program, i) => ({
      program,
      offered,
      ...(i < variants.length ? { collections: () => collectionsOf(loader, program) } : {}),
    })),
    options,
  );
  const [peerContent, peerFigures] = [contents[variants.length], measured[variants.length]];
  const results: Omit<Result, "byWorkers">[] = [];
  for (const [i, { flags: _, ...variant }] of variants.entries()) {
    const [own, figures, content] = [programs[i], measured[i], contents[i]];
    if (own === undefined || figures === undefined || content === undefined) throw new Error("nothing was measured");
    const compared = peer !== undefined && peerContent !== undefined && i === 0;
    results.push({
      ...variant,
      ours: figures,
      peer: compared ? peerFigures : undefined,
      floor: variant.reading.user + variant.reading.system,
      content: { [ours.name]: content, ...(compared ? { [peer.name]: peerContent } : {}) },
      pause: await longestPause(loader, own, offered),
    });
  }
  return results;
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
