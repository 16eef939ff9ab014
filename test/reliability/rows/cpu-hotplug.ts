import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { Impossible } from "../../support/impossible.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { samplesOf, valueOf } from "../../support/samples.ts";
import { GroupSums } from "../support/group-sums.ts";
import { good, type Good } from "../support/scrape.ts";

const CPU = "/sys/devices/system/cpu";

/** How often each CPU is switched off and on. */
const ROUNDS = 10;

/** Seconds: an emulated machine may need many for one scrape. */
const PATIENT = { timeout: 100 };

const SUMMED = ["cpu", "schedstat", "softnet", "softirqs", "interrupts"];

/**
 * CPUs are switched off and on while three programs are scraped: one with series by CPU, one with groups, and one with
 * groups that reads a copy of procfs, whose sums are known.
 */
export async function cpuHotplug(): Promise<string> {
  if (process.env["RELIABILITY_OWN_MACHINE"] !== "1")
    throw new Impossible("needs a machine of its own: `virtual-machine/machine.sh check`");
  const cpus = switchable();
  const sums = new GroupSums(temporaryDirectory());
  const groups = ["--cpu.group=node", "--collector.softirqs", "--collector.interrupts"];
  const byCpu = new Watched(await startProgram([]), /^node_cpu_seconds_total\{/);
  const byNode = new Watched(await startProgram(groups), /^node_\w+_group_\w*total\{/);
  const only = ["--collector.disable-defaults", ...SUMMED.map((name) => `--collector.${name}`)];
  const copied = await startProgram(["--cpu.group=node", ...only, `--path.procfs=${sums.procfs}`]);
  await good(copied);
  for (let round = 0; round < ROUNDS; round++) {
    for (const cpu of cpus) {
      const isOnline = (await readFile(`${CPU}/cpu${cpu}/online`, "latin1")).trim() === "1";
      await Promise.all([turn(cpu, !isOnline), byCpu.scrape(), byNode.scrape()]);
      const { body } = await byCpu.scrape();
      assert.equal(body.includes(`node_cpu_seconds_total{cpu="${cpu}",`), !isOnline);
      assert.equal(valueOf(body, `node_cpu_online{cpu="${cpu}"}`) ?? Number(!isOnline), Number(!isOnline));
      await byNode.scrape();
      sums.update();
      assertSums(sums, (await good(copied, PATIENT)).body);
    }
  }
  const grown = [...sums.expected.values()].filter((sum) => sum > 0).length;
  assert.ok(grown > 0);
  return `CPUs ${cpus.join(", ")} switched ${ROUNDS * cpus.length} times: ${grown} sums of groups equal the increases of their CPUs, no counter ran backwards in ${byCpu.scrapes + byNode.scrapes} scrapes`;
}

/** CPUs that can be switched off; they are left as they were. */
function switchable(): readonly number[] {
  const cpus = Array.from({ length: 64 }, (_, cpu) => cpu).filter((cpu) => existsSync(`${CPU}/cpu${cpu}/online`));
  for (const cpu of cpus) {
    const before = readFileSync(`${CPU}/cpu${cpu}/online`, "latin1").trim() === "1";
    cleanUp(() => turn(cpu, before));
  }
  return cpus;
}

async function turn(cpu: number, on: boolean): Promise<void> {
  await writeFile(`${CPU}/cpu${cpu}/online`, on ? "1" : "0");
}

/** A program of whose counters none may run backwards, and of whose collectors none may fail that has succeeded before. */
class Watched {
  scrapes = 0;
  private readonly program: Program;
  private readonly pattern: RegExp;
  private readonly successful = new Set<string>();
  private last = new Map<string, number>();

  constructor(program: Program, pattern: RegExp) {
    this.program = program;
    this.pattern = pattern;
  }

  async scrape(): Promise<Good> {
    const answer = await good(this.program, PATIENT);
    const failed = [...answer.success].flatMap(([collector, success]) => (success === 1 ? [] : [collector]));
    const lost = failed.filter((collector) => this.successful.has(collector));
    assert.deepEqual(lost, [], this.program.lines.slice(-5).join("; "));
    for (const [collector, success] of answer.success) if (success === 1) this.successful.add(collector);
    const now = new Map(samplesOf(answer.body, this.pattern).map(nameAndValue));
    for (const [series, value] of now) assert.ok(value >= (this.last.get(series) ?? 0), `${series} ran backwards`);
    this.last = now;
    this.scrapes++;
    return answer;
  }
}

function nameAndValue(line: string): readonly [series: string, value: number] {
  const space = line.lastIndexOf(" ");
  return [line.slice(0, space), Number(line.slice(space + 1))];
}

function assertSums({ expected }: GroupSums, body: string): void {
  for (const [series, sum] of expected) assert.equal(valueOf(body, series), sum, series);
}
