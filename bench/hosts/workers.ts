/** What further workers bring on a host: latency and CPU time with each number of them. */
import type { Loader } from "../load/loader.ts";
import { type Figures, measure, type Offered, type RoundOptions } from "../measure/rounds.ts";
import type { Executable } from "../program/executable.ts";
import { startExporter } from "../program/program.ts";
import { figure, table } from "../report/table.ts";

/** Scrapes until the pool has as many workers as pay. */
const GROWING = 60;

/** Results with a number of workers at most. */
export interface WithWorkers {
  readonly workers: number;
  readonly figures: Figures;
}

/** Measures the program with each of these numbers of workers, in turns. */
export async function measureWorkers(
  loader: Loader,
  executable: Executable,
  flags: readonly string[],
  numbers: readonly number[],
  offered: Offered,
  options: RoundOptions,
): Promise<readonly WithWorkers[]> {
  const programs = [];
  try {
    for (const workers of numbers) {
      const program = await startExporter(executable, [...flags, `--runtime.gomaxprocs=${workers}`]);
      programs.push(program);
      if (workers > 1) await loader.run({ kind: "closed", url: `${program.url}/metrics`, amount: GROWING, ...offered });
    }
    const measured = await measure(
      loader,
      programs.map((program) => ({ program, offered })),
      options,
    );
    return measured.map((figures, i) => ({ workers: numbers[i] ?? 0, figures }));
  } finally {
    for (const program of programs) await program.stop();
  }
}

/** A row for every host; ratios against the first number of workers. */
export function workersTable(hosts: readonly { readonly name: string; readonly byWorkers: readonly WithWorkers[] }[]) {
  const numbers = hosts[0]?.byWorkers.map(({ workers }) => workers) ?? [];
  const rows = hosts.map(({ name, byWorkers }) => {
    const [first] = byWorkers;
    return [
      name,
      ...byWorkers.flatMap(({ figures }) => [
        figure(figures.p50),
        figure(figures.p50 / (first?.figures.p50 ?? 0)),
        figure(figures.cpu),
      ]),
    ];
  });
  const columns = numbers.flatMap((workers) => [`p50 ms, workers: ${workers}`, "ratio", "CPU ms"]);
  return table([{ heading: "case", left: true }, ...columns.map((heading) => ({ heading }))], rows);
}
