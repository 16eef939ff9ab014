/**
 * One scrape a second from a fresh start, both programs at the same time: CPU time per scrape and memory over time.
 * Most users scrape at long intervals, unlike a closed loop: code stays cold, heaps shrink and grow.
 */
import { startLoader } from "./load/loader.ts";
import type { Seen } from "./load/messages.ts";
import { median } from "./measure/statistics.ts";
import { type Stretch, watch } from "./measure/watch.ts";
import { readOptions } from "./options.ts";
import { collectorFlags, commonCollectors } from "./program/collectors.ts";
import { ownExecutable, peerExecutable } from "./program/executable.ts";
import { type Program, startExporter } from "./program/program.ts";
import { lineChart } from "./report/lines.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure, megabytes, table, times } from "./report/table.ts";

const options = readOptions("bench:idle", "one scrape a second from a fresh start, over time", {
  seconds: 60,
  own: { interval: 1, stretch: 0, plain: 0, flags: "" },
});
const interval = options.number("interval");
const gzip = options.number("plain") === 0;
/** By default a twelfth of the time, but at least one scrape. */
const stretch = options.number("stretch") || Math.max(interval, Math.round(options.seconds / 12));
const ours = ownExecutable(options.ours);
const peer = peerExecutable(options.peer);
if (peer === undefined)
  console.log("no peer: node_exporter is not on PATH (or --peer none); measuring only this program");
const peerName = peer === undefined ? "none" : `${peer.name} ${peer.version}`;
const flags = collectorFlags(commonCollectors(peer));
console.log(
  `${machineLine()}; one scrape every ${interval} s for ${options.seconds} s, ${gzip ? "compressed" : "plain"}`,
);

interface Course {
  readonly program: string;
  readonly seen: Seen;
  readonly stretches: readonly Stretch[];
}

const ownFlags = options
  .text("flags")
  .split(" ")
  .filter((flag) => flag !== "");
const programs = [await startExporter(ours, [...flags, ...ownFlags])];
if (peer !== undefined) programs.push(await startExporter(peer, flags));
const courses = await Promise.all(programs.map(follow));
for (const program of programs) await program.stop();

const scrapesIn = stretch / interval;
const [own, other] = courses;
const rows = (own?.stretches ?? []).map((mine, i) => {
  const theirs = other?.stretches[i];
  return [
    figure(mine.at),
    figure(mine.cpu / scrapesIn),
    figure(theirs === undefined ? undefined : theirs.cpu / scrapesIn),
    times(mine.cpu, theirs?.cpu),
    `${megabytes(mine.resident)} ${megabytes(mine.anonymous)}`,
    theirs === undefined ? "–" : `${megabytes(theirs.resident)} ${megabytes(theirs.anonymous)}`,
  ];
});
const columns = ["until s", "CPU ms/scrape ours", "peer", "ratio", "RSS of it anonymous MB ours", "peer"];
console.log(
  `\n${table(
    columns.map((heading) => ({ heading })),
    rows,
  )}`,
);
for (const { program, stretches, seen } of courses) {
  const later = stretches.slice(Math.floor(stretches.length / 4));
  const cpu = figure(median(later.map((each) => each.cpu / scrapesIn)));
  console.log(
    `${program}: ${cpu} ms per scrape after a quarter of the time; latency p50 ${figure(seen.p50)} ms, p99 ${figure(seen.p99)} ms, ${seen.errors} errors`,
  );
}
writeResults(options.out, {
  name: "idle",
  programs: peer === undefined ? [ours] : [ours, peer],
  conditions: { seconds: options.seconds, interval, stretchSeconds: stretch, gzip },
  results: courses,
  svg: lineChart(
    `One scrape every ${interval} s from a fresh start`,
    `${machineLine()}; peer: ${peerName}`,
    "seconds since the first answer",
    [
      panel("CPU time per scrape, ms", ({ cpu }) => cpu / scrapesIn),
      panel("Resident memory, MB", ({ resident }) => resident / 1024),
    ],
  ),
});

/** Every program has its own client, so that they do not wait for each other. */
async function follow(program: Program, i: number): Promise<Course> {
  const loader = startLoader();
  // Half an interval apart: the programs do not work at the same moment.
  await new Promise((resolve) => setTimeout(resolve, (i * interval * 1000) / 2));
  const watched = watch(program.pid, stretch);
  const seen = await loader.run({
    kind: "paced",
    url: `${program.url}/metrics`,
    clients: 1,
    gzip,
    interval,
    seconds: options.seconds,
    together: true,
  });
  loader.close();
  return { program: program.name, seen, stretches: watched.stop() };
}

function panel(title: string, value: (stretch: Stretch) => number) {
  const lines = courses.map(({ program, stretches }) => ({
    series: program === ours.name ? program : peerName,
    points: stretches.map((each) => ({ x: each.at, y: value(each) })),
  }));
  return { title, lines };
}
