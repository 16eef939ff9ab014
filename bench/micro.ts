/** Micro benchmarks of this program's parts: parsing, rendering, reading, compressing. */
import { scrape } from "./load/once.ts";
import { compressionSubjects } from "./micro/compression.ts";
import { type Subject, time, type Timing } from "./micro/harness.ts";
import { parserSubjects } from "./micro/parsers.ts";
import { readingSubjects } from "./micro/reading.ts";
import { renderingSubjects } from "./micro/rendering.ts";
import { readOptions } from "./options.ts";
import { ownExecutable } from "./program/executable.ts";
import { startExporter } from "./program/program.ts";
import { barChart } from "./report/bars.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure, table } from "./report/table.ts";

const options = readOptions("bench:micro", "parsers, rendering, reading and compressing", {
  seconds: 0.4,
  own: { only: "" },
});
const ours = ownExecutable(options.ours);
console.log(`${machineLine()}; ${options.seconds} s each\n`);
const timings: Timing[] = [];
for (const subject of await subjects()) timings.push(time(subject, options.seconds));
console.log(
  table(
    [
      { heading: "part", left: true },
      { heading: "case", left: true },
      { heading: "µs" },
      { heading: "a", left: true },
      { heading: "MB/s" },
    ],
    timings.map(({ group, name, unit, nanoseconds, bytes }) => [
      group,
      name,
      figure(nanoseconds / 1000),
      unit,
      bytes === 0 ? "" : figure((bytes / nanoseconds) * 1000),
    ]),
  ),
);
writeResults(options.out, {
  name: "micro",
  programs: [ours],
  conditions: { seconds: options.seconds },
  results: timings,
  svg: barChart(
    "Parts of a scrape",
    machineLine(),
    "µs",
    timings.map(({ group, name, nanoseconds }) => ({
      name: name.length > 36 ? `${name.slice(0, 35)}…` : name,
      note: "",
      bars: [{ series: group, value: nanoseconds / 1000 }],
    })),
  ),
});

async function subjects(): Promise<readonly Subject[]> {
  const only = options.text("only");
  const all = [
    ...parserSubjects(),
    ...renderingSubjects(),
    ...readingSubjects(),
    ...compressionSubjects(await ownExpositions()),
  ];
  return only === "" ? all : all.filter(({ group }) => group === only);
}

/** Two successive expositions with the same lines, most of them with the same values. */
async function ownExpositions(): Promise<readonly [Buffer, Buffer]> {
  const program = await startExporter(ours, []);
  const bodies: string[] = [];
  for (let i = 0; i < 5; i++) bodies.push((await scrape(`${program.url}/metrics`)).body);
  await program.stop();
  const [first = "", second = ""] = bodies.slice(-2);
  return [Buffer.from(first, "latin1"), Buffer.from(second, "latin1")];
}
