import { setTimeout as sleep } from "node:timers/promises";
import { scrape } from "../load/once.ts";
import type { Executable } from "../program/executable.ts";
import { startExporter } from "../program/program.ts";
import { cpuSeconds, memoryOf } from "../program/usage.ts";
import { figure, megabytes, table } from "../report/table.ts";
import { median } from "./statistics.ts";

/** A program's start: medians over several. */
export interface Start {
  readonly program: string;
  /** Milliseconds from the start to the end of the first complete response. */
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  /** Kilobytes some time after ten scrapes. */
  readonly resident: number;
  readonly anonymous: number;
}

const SCRAPES = 20;
const BETWEEN_SCRAPES = 100;
const SETTLE = 500;

/** Starts the programs in turns. */
export async function measureStarts(
  executables: readonly Executable[],
  flags: readonly string[],
  times: number,
): Promise<readonly Start[]> {
  const starts = executables.map((): Start[] => []);
  for (let i = 0; i < times; i++) {
    for (const [j, executable] of executables.entries()) starts[j]?.push(await measureStart(executable, flags));
  }
  return starts.filter(({ length }) => length > 0).map(middle);
}

export function startTable(starts: readonly Start[]): string {
  return table(
    [
      { heading: "start", left: true },
      { heading: "first response ms" },
      { heading: "CPU ms" },
      { heading: `RSS MB after ${SCRAPES} scrapes` },
      { heading: "of it anonymous" },
    ],
    starts.map(({ program, milliseconds, cpuMilliseconds, resident, anonymous }) => [
      program,
      figure(milliseconds),
      figure(cpuMilliseconds),
      megabytes(resident),
      megabytes(anonymous),
    ]),
  );
}

async function measureStart(executable: Executable, flags: readonly string[]): Promise<Start> {
  const program = await startExporter(executable, flags);
  const cpuMilliseconds = cpuSeconds(program.pid) * 1000;
  for (let i = 1; i < SCRAPES; i++) {
    await sleep(BETWEEN_SCRAPES);
    await scrape(`${program.url}/metrics`);
  }
  await sleep(SETTLE);
  const { resident, anonymous } = memoryOf(program.pid);
  await program.stop();
  return { program: program.name, milliseconds: program.startUp, cpuMilliseconds, resident, anonymous };
}

function middle(starts: readonly Start[]): Start {
  const of = (field: (start: Start) => number) => median(starts.map(field));
  return {
    program: starts[0]?.program ?? "",
    milliseconds: of((start) => start.milliseconds),
    cpuMilliseconds: of((start) => start.cpuMilliseconds),
    resident: of((start) => start.resident),
    anonymous: of((start) => start.anonymous),
  };
}
