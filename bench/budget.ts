/**
 * This program with a textfile that has far more samples than its budget, beside one whose textfile has no more than that:
 * both unchanged, in turns.
 */
import { writeBase } from "./hosts/base.ts";
import { counterAt } from "./hosts/numbers.ts";
import { type Host, hostFlags, makeHost } from "./hosts/tree.ts";
import { startLoader } from "./load/loader.ts";
import { measure } from "./measure/rounds.ts";
import { readOptions } from "./options.ts";
import { collectorFlags, commonCollectors } from "./program/collectors.ts";
import { ownExecutable } from "./program/executable.ts";
import { startExporter } from "./program/program.ts";
import { barChart } from "./report/bars.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure, megabytes, table, times } from "./report/table.ts";

const OFFERED = { connections: 1, gzip: false };

/** Scrapes after which the textfile has been read, by as many workers as it takes, and the code of both programs is compiled. */
const FIRST = 1000;

const options = readOptions("bench:budget", "a textfile far over its budget of series, beside one as large as that", {
  seconds: 3,
  own: { samples: 1_000_000, budget: 10_000 },
});
const samples = options.number("samples");
const budget = options.number("budget");
const executable = ownExecutable(options.ours);
const flags = collectorFlags(commonCollectors(undefined));
const cases = [
  { name: `${budget} samples`, host: hostWith(budget), own: [] },
  {
    name: `${samples} samples, budget of ${budget}`,
    host: hostWith(samples),
    own: [`--scrape.max-series=textfile=${budget}`],
  },
];
const loader = startLoader();
const programs = [];
for (const { host, own } of cases)
  programs.push(await startExporter(executable, [...flags, ...hostFlags(host), ...own]));
for (const { url } of programs) await loader.run({ kind: "closed", url: `${url}/metrics`, amount: FIRST, ...OFFERED });
const measured = await measure(
  loader,
  programs.map((program) => ({ program, offered: OFFERED })),
  options,
);
loader.close();
for (const program of programs) await program.stop();
for (const { host } of cases) host.remove();

const results = measured.map((figures, i) => ({ name: cases[i]?.name ?? "", figures }));
const [small] = measured;
console.log(
  `${machineLine()}\n\n` +
    table(
      [
        { heading: "case", left: true },
        ...["p50 ms", "p99 ms", "CPU ms", "KB", "RSS MB"].map((heading) => ({ heading })),
      ],
      results.map(({ name, figures }) => [
        name,
        figure(figures.p50),
        figure(figures.p99),
        figure(figures.cpu),
        figure(figures.bytes / 1024),
        megabytes(figures.resident),
      ]),
    ),
);
writeResults(options.out, {
  name: "budget",
  programs: [executable],
  conditions: { samples, budget, seconds: options.seconds, rounds: options.rounds, warmUpSeconds: options.warmUp },
  results,
  svg: barChart(
    "Time of a scrape with a textfile over its budget",
    `one connection; ${machineLine()}; ratios against a textfile as large as the budget`,
    "ms",
    results.map(({ name, figures }) => ({
      name,
      note: times(figures.p50, small?.p50),
      bars: [{ series: executable.name, value: figures.p50 }],
    })),
  ),
});

/** A host with a textfile of this many samples, none of which changes. */
function hostWith(count: number): Host {
  const lines = Array.from({ length: count }, (_, i) => `batch_total{customer="customer-${i}"} ${counterAt(i)}\n`);
  return makeHost(1, (tree) => {
    writeBase(tree, 0);
    tree.file("textfile/batch.prom", `# TYPE batch_total counter\n${lines.join("")}`);
  });
}
