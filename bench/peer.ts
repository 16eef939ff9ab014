/**
 * This program and node_exporter on this machine, measured in turns: CPU time, throughput, latency and memory
 * at 1, 10 and 40 connections, plain and compressed, with scrapes that share a collection and with scrapes that do not.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { floorLine, measureFloor } from "./floor/floor.ts";
import { type Loader, startLoader } from "./load/loader.ts";
import { agreementLine, collectionsOf, type Content, contentOf } from "./measure/agreement.ts";
import { measure, type Offered } from "./measure/rounds.ts";
import { measureStarts, startTable } from "./measure/start-up.ts";
import { readOptions } from "./options.ts";
import { collectorFlags, commonCollectors } from "./program/collectors.ts";
import { ownExecutable, peerExecutable } from "./program/executable.ts";
import { type Program, startExporter } from "./program/program.ts";
import { barChart } from "./report/bars.ts";
import { type Case, comparisonTable, cpuBars, threadLines } from "./report/comparison.ts";
import { machineLine, writeResults } from "./report/results.ts";

const options = readOptions("bench", "compares this program with node_exporter on this machine", {
  seconds: 2,
  warmUp: 2,
  own: { starts: 3, connections: "1,10,40" },
});
const ours = ownExecutable(options.ours);
const peer = peerExecutable(options.peer);
if (peer === undefined)
  console.log("no peer: node_exporter is not on PATH (or --peer none); measuring only this program");
const peerName = peer === undefined ? "none" : `${peer.name} ${peer.version}`;
const collectors = commonCollectors(peer);
const textfiles = mkdtempSync(join(tmpdir(), "node-exporter-ts-bench-"));
const flags = [...collectorFlags(collectors), `--collector.textfile.directory=${textfiles}`];
console.log(`${machineLine()}; ${collectors.length} collectors in both: ${collectors.join(" ")}`);
console.log(
  `${options.warmUp} s of scrapes before every case are not counted; ${options.rounds} rounds of ${options.seconds} s`,
);

const starts = await measureStarts(peer === undefined ? [ours] : [ours, peer], flags, options.number("starts"));
console.log(`\n${startTable(starts)}\n`);
const floor = measureFloor(flags, options.seconds);
console.log(floorLine(floor));

const loader = startLoader();
const programs = [await startExporter(ours, flags)];
if (peer !== undefined) programs.push(await startExporter(peer, flags));
const [own, other] = programs;
if (own === undefined) throw new Error("nothing to measure");
const agreement: (readonly [program: string, content: Content])[] = [];
for (const program of programs) agreement.push([program.name, await contentOf(loader, program)] as const);
console.log(`${agreementLine(agreement)}\n`);
const cases = await measureAll(loader, own, other);
loader.close();
for (const program of programs) await program.stop();
rmSync(textfiles, { recursive: true });

console.log(comparisonTable(cases, peerName));
console.log(threadLines(cases));
console.log(
  "“own sets”: each connection asks ours for another set of collectors, so that no two scrapes share a collection.",
);
writeResults(options.out, {
  name: "peer",
  programs: peer === undefined ? [ours] : [ours, peer],
  conditions: {
    seconds: options.seconds,
    rounds: options.rounds,
    warmUpSeconds: options.warmUp,
    collectors,
    content: Object.fromEntries(agreement),
  },
  results: { starts, floor, cases },
  svg: barChart(
    "CPU time per scrape",
    `this machine: ${machineLine()}; ratios against ${peerName}`,
    "ms",
    cpuBars(cases, peerName),
  ),
});

async function measureAll(loader: Loader, own: Program, other: Program | undefined): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const { name, offered, oursOnly } of offers()) {
    const contenders = [
      { program: own, offered: { ...offered, ...oursOnly }, collections: () => collectionsOf(loader, own) },
      ...(other === undefined ? [] : [{ program: other, offered }]),
    ];
    const [figures, peerFigures] = await measure(loader, contenders, options);
    if (figures === undefined) continue;
    cases.push({ name, ours: figures, peer: peerFigures, floor: floor.user + floor.system });
    console.log(`measured: ${name}`);
  }
  return cases;
}

interface Offer {
  readonly name: string;
  readonly offered: Offered;
  readonly oursOnly?: { readonly paths: readonly string[] };
}

/** The last cases are plain, since responses with different sets of collectors are compressed separately anyway. */
function offers(): readonly Offer[] {
  const numbers = options.text("connections").split(",").map(Number);
  const shared = numbers.flatMap((connections) =>
    [false, true].map((gzip) => ({
      name: `${connections} connection${connections === 1 ? "" : "s"}${gzip ? ", gzip" : ""}`,
      offered: { connections, gzip },
    })),
  );
  const alone = numbers
    .filter((connections) => connections > 1)
    .map((connections) => ({
      name: `${connections} connections, own sets`,
      offered: { connections, gzip: false },
      oursOnly: { paths: distinctPaths(connections) },
    }));
  return [...shared, ...alone];
}

/** Leaves out one collector each, first those that find nothing on most machines. */
function distinctPaths(connections: number): readonly string[] {
  const silent = agreement[0]?.[1].failed ?? [];
  const rest = collectors.filter((name) => !silent.includes(name));
  return [...silent, ...rest].slice(0, connections).map((name) => `/metrics?exclude[]=${name}`);
}
