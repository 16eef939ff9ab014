import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Counters of CPUs from a file of procfs, and the series that has their sum by group. */
interface Source {
  readonly file: string;
  readonly series: (group: string) => string;
  readonly perUnit?: number;
  /** The counter of each CPU that the file shows. */
  readonly read: (text: string) => ReadonlyMap<number, number>;
}

const mode = (name: string, column: number): Source => ({
  file: "stat",
  series: (group) => `node_cpu_group_seconds_total{group="${group}",mode="${name}"}`,
  perUnit: 100,
  read: (text) => rowsOf(text, (words) => words[column + 1]),
});

const schedstat = (name: string, column: number, perUnit = 1): Source => ({
  file: "schedstat",
  series: (group) => `node_schedstat_group_${name}_total{group="${group}"}`,
  perUnit,
  read: (text) => rowsOf(text, (words) => words[column + 1]),
});

const softirq = (type: string): Source => ({
  file: "softirqs",
  series: (group) => `node_softirqs_group_functions_total{group="${group}",type="${type}"}`,
  read: (text) => columnsOf(text, type),
});

const SOURCES: readonly Source[] = [
  mode("user", 0),
  mode("system", 2),
  mode("idle", 3),
  schedstat("running_seconds", 6, 1e9),
  schedstat("timeslices", 8),
  {
    file: "net/softnet_stat",
    series: (group) => `node_softnet_group_processed_total{group="${group}"}`,
    read: (text) =>
      new Map(
        linesOf(text).map((words) => [Number.parseInt(words[12] ?? "", 16), Number.parseInt(words[0] ?? "", 16)]),
      ),
  },
  softirq("TIMER"),
  softirq("SCHED"),
  {
    file: "interrupts",
    series: (group) =>
      `node_interrupts_group_total{devices="",group="${group}",info="Local timer interrupts",type="LOC"}`,
    read: (text) => columnsOf(text, "LOC"),
  },
];

/** A copy of the files of procfs with counters of CPUs, and what their sums by NUMA node have to be. */
export class GroupSums {
  /** The copy, for --path.procfs. */
  readonly procfs: string;
  /** Not every kernel has all of these files. */
  private readonly sources = SOURCES.filter(({ file }) => existsSync(`/proc/${file}`));
  private readonly last = new Map<Source, ReadonlyMap<number, number>>();
  private readonly sums = new Map<string, number>();

  constructor(directory: string) {
    this.procfs = directory;
    mkdirSync(join(directory, "net"));
    this.update();
  }

  /** Copies the files and adds what each CPU has counted since the last copy. */
  update(): void {
    const texts = new Map(this.sources.map(({ file }) => [file, readFileSync(`/proc/${file}`, "latin1")]));
    for (const [file, text] of texts) writeFileSync(join(this.procfs, file), text);
    for (const source of this.sources) {
      const counters = source.read(texts.get(source.file) ?? "");
      const before = this.last.get(source);
      for (const [cpu, value] of counters) this.add(source, cpu, Math.max(0, value - (before?.get(cpu) ?? value)));
      this.last.set(source, counters);
    }
  }

  /** Series with their values. */
  get expected(): ReadonlyMap<string, number> {
    return this.sums;
  }

  private add({ series, perUnit = 1 }: Source, cpu: number, increase: number): void {
    const name = series(nodeOf(cpu));
    // Whole numbers are added and divided at the end, so that nothing is rounded twice.
    const sum = Math.round((this.sums.get(name) ?? 0) * perUnit) + increase;
    this.sums.set(name, sum / perUnit);
  }
}

/** The node of a CPU, online or not. */
function nodeOf(cpu: number): string {
  const names = readdirSync(`/sys/devices/system/cpu/cpu${cpu}`);
  return names.find((name) => /^node\d+$/.test(name)) ?? "node0";
}

/** The number in a word of each row that begins with `cpuN`. */
function rowsOf(text: string, word: (words: readonly string[]) => string | undefined): ReadonlyMap<number, number> {
  const rows = linesOf(text).filter(([first = ""]) => /^cpu\d/.test(first));
  return new Map(rows.map((words) => [Number(words[0]?.slice("cpu".length)), Number(word(words))]));
}

/** The row with this name of a table that has a column for each CPU of its heading. */
function columnsOf(text: string, name: string): ReadonlyMap<number, number> {
  const [heading = [], ...rows] = linesOf(text);
  const row = rows.find(([first]) => first === `${name}:`) ?? [];
  return new Map(heading.map((cpu, column) => [Number(cpu.slice("CPU".length)), Number(row[column + 1])]));
}

function linesOf(text: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .map((line) => line.split(" ").filter(Boolean))
    .filter((words) => words.length > 0);
}
