/** This program and node_exporter inside a network namespace with a thousand real interfaces. Needs root. */
import { floorLine, measureFloor } from "./floor/floor.ts";
import { startLoader } from "./load/loader.ts";
import { agreementLine, collectionsOf, type Content, contentOf } from "./measure/agreement.ts";
import { measure } from "./measure/rounds.ts";
import { makeNamespace, namespaceRefusal } from "./namespace/namespace.ts";
import { readOptions } from "./options.ts";
import { collectorFlags, commonCollectors } from "./program/collectors.ts";
import { ownExecutable, peerExecutable } from "./program/executable.ts";
import { type Program, startExporter } from "./program/program.ts";
import { barChart } from "./report/bars.ts";
import { type Case, comparisonTable, cpuBars } from "./report/comparison.ts";
import { machineLine, writeResults } from "./report/results.ts";

/** Ports inside the namespace, where nobody else listens. */
const PORTS = [9100, 9101];

const options = readOptions("bench:ifaces", "compares both programs with a thousand network interfaces (root)", {
  seconds: 5,
  own: { pairs: 500 },
});
const refusal = namespaceRefusal();
if (refusal !== undefined) {
  console.log(`skipped: ${refusal}`);
  process.exit(0);
}
const ours = ownExecutable(options.ours);
const peer = peerExecutable(options.peer);
if (peer === undefined)
  console.log("no peer: node_exporter is not on PATH (or --peer none); measuring only this program");
const peerName = peer === undefined ? "none" : `${peer.name} ${peer.version}`;
const pairs = options.number("pairs");
const collectors = commonCollectors(peer);
const flags = collectorFlags(collectors);
console.log(`${machineLine()}; ${2 * pairs} interfaces and lo`);

const namespace = makeNamespace(pairs);
const { prefix } = namespace;
const floor = measureFloor(flags, options.seconds, prefix);
console.log(`${floorLine(floor)}; netlink is not part of it`);
const loader = startLoader(prefix);
const programs: Program[] = [];
for (const [i, executable] of (peer === undefined ? [ours] : [ours, peer]).entries()) {
  const scrape = (url: string) => loader.scrape(url);
  programs.push(await startExporter(executable, flags, { prefix, port: PORTS[i] ?? 0, scrape }));
}
const content: (readonly [program: string, content: Content])[] = [];
for (const program of programs) content.push([program.name, await contentOf(loader, program)]);
console.log(agreementLine(content));
const cases: Case[] = [];
for (const gzip of [false, true]) {
  const [figures, peerFigures] = await measure(
    loader,
    programs.map((program, i) => ({
      program,
      offered: { connections: 1, gzip },
      ...(i === 0 ? { collections: () => collectionsOf(loader, program) } : {}),
    })),
    options,
  );
  const name = `${2 * pairs} interfaces${gzip ? ", gzip" : ""}`;
  if (figures !== undefined) cases.push({ name, ours: figures, peer: peerFigures, floor: floor.user + floor.system });
}
loader.close();
for (const program of programs) await program.stop();
namespace.remove();

console.log(`\n${comparisonTable(cases, peerName)}`);
writeResults(options.out, {
  name: "ifaces",
  programs: peer === undefined ? [ours] : [ours, peer],
  conditions: {
    pairs,
    seconds: options.seconds,
    rounds: options.rounds,
    warmUpSeconds: options.warmUp,
    collectors,
    content: Object.fromEntries(content),
  },
  results: { floor, cases },
  svg: barChart(
    `CPU time per scrape with ${2 * pairs} interfaces`,
    `a network namespace; ${machineLine()}; ratios against ${peerName}`,
    "ms",
    cpuBars(cases, peerName),
  ),
});
