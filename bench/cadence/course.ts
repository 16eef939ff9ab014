import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { scrape, type Scraped } from "../load/once.ts";
import { prometheusScrape } from "../load/prometheus-scrape.ts";
import type { Executable } from "../program/executable.ts";
import { type Program, startExporter } from "../program/program.ts";
import { cpuSeconds, memoryOf, wakeUps } from "../program/usage.ts";
import type { Case } from "./cases.ts";

/** Milliseconds between two scrapes of the warm-up. */
const WARM_UP_INTERVAL = 50;

/** What a program does until so many milliseconds after its response belongs to the scrape. */
const SETTLE = 20;

/** After this many scrapes memory is read. */
const MEMORY_AFTER = 20;

/** Series that a program has about itself, apart from those of its collectors. */
const OWN = /^(?:go|process|promhttp|nodejs|node_exporter)_/;

/** One scrape and the time until the next one. CPU times are in milliseconds. */
export interface Step {
  readonly within: number;
  readonly between: number;
  readonly wakeUps: number;
  readonly latency: number;
  readonly isGood: boolean;
}

/** What a program did in one case. */
export interface Course {
  /** Milliseconds of CPU time until the first response. */
  readonly start: number;
  readonly steps: readonly Step[];
  /** Milliseconds of CPU time and wake-ups in a minute without scrapes; undefined where there was none. */
  readonly idle: { readonly cpu: number; readonly wakeUps: number } | undefined;
  /** Kilobytes after 20 scrapes, or at the end where there were fewer. */
  readonly resident: number;
  readonly anonymous: number;
  readonly ownSeries: number;
}

/** A program to be measured, and flags that it gets. */
export interface Subject {
  readonly label: string;
  readonly executable: Executable;
  readonly flags: readonly string[];
}

/** Starts a program, takes it through a case and stops it. `phase`: its part of the interval, so that programs take turns. */
export async function follow(subject: Subject, course: Case, gzip: boolean, phase: number): Promise<Course> {
  const program = await startExporter(subject.executable, subject.flags, {
    // An idle program has not even seen the first scrape.
    scrape: course.scrapes === 0 ? (url) => scrape(new URL("/", url).href) : scrapeOf(gzip, course.every),
  });
  const start = cpuSeconds(program.pid) * 1000;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await warmUp(program, course, gzip, agent);
    const idle = course.idle === 0 ? undefined : await watchIdle(program.pid, course.idle);
    await sleep(phase * course.every * 1000);
    const { steps, memory } = await pace(program, course, gzip, agent);
    const { resident, anonymous } = memory ?? memoryOf(program.pid);
    return { start, steps, idle, resident, anonymous, ownSeries: await countOwnSeries(program) };
  } finally {
    agent.destroy();
    await program.stop();
  }
}

/** The first scrape is like the others, except that its connection is its own. */
function scrapeOf(gzip: boolean, timeout: number): (url: string) => Promise<Scraped> {
  return async (url) => {
    const { isGood } = await prometheusScrape({ url, gzip, timeout }, new Agent());
    if (!isGood) throw new Error("no complete response");
    return { status: 200, body: "" };
  };
}

async function watchIdle(pid: number, seconds: number): Promise<Course["idle"]> {
  const before = { cpu: cpuSeconds(pid), wakeUps: wakeUps(pid) };
  await sleep(seconds * 1000);
  const minutes = seconds / 60;
  return { cpu: ((cpuSeconds(pid) - before.cpu) * 1000) / minutes, wakeUps: (wakeUps(pid) - before.wakeUps) / minutes };
}

async function warmUp(program: Program, course: Case, gzip: boolean, agent: Agent): Promise<void> {
  const url = `${program.url}/metrics`;
  for (let i = 0; i < course.warmUp; i++) {
    const { milliseconds } = await prometheusScrape({ url, gzip, timeout: course.every }, agent);
    await sleep(Math.max(0, WARM_UP_INTERVAL - milliseconds));
  }
  await sleep(course.rest * 1000);
}

async function pace(program: Program, course: Case, gzip: boolean, agent: Agent) {
  const request = { url: `${program.url}/metrics`, gzip, timeout: course.every };
  const steps: Step[] = [];
  let memory: ReturnType<typeof memoryOf> | undefined;
  let due = performance.now();
  let last = usage(program.pid);
  while (steps.length < course.scrapes) {
    const { isGood, milliseconds } = await prometheusScrape(request, agent);
    await sleep(SETTLE);
    const within = cpuSeconds(program.pid);
    if (steps.length + 1 === MEMORY_AFTER) memory = memoryOf(program.pid);
    due += course.every * 1000;
    await sleep(Math.max(0, due - performance.now()));
    const now = usage(program.pid);
    steps.push({
      within: (within - last.cpu) * 1000,
      between: (now.cpu - within) * 1000,
      wakeUps: now.wakeUps - last.wakeUps,
      latency: milliseconds,
      isGood,
    });
    last = now;
  }
  return { steps, memory };
}

function usage(pid: number): { readonly cpu: number; readonly wakeUps: number } {
  return { cpu: cpuSeconds(pid), wakeUps: wakeUps(pid) };
}

async function countOwnSeries({ url }: Program): Promise<number> {
  const { body } = await scrape(`${url}/metrics`);
  return body.split("\n").filter((line) => OWN.test(line)).length;
}
