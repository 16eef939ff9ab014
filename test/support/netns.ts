import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Native } from "../../src/collectors/kit/host.ts";
import { cleanUp, temporaryDirectory } from "./clean-up.ts";
import type { CollectOptions } from "./collect.ts";

/** What happens in the namespace: a command (words at blanks), or a scrape of the collector. */
export type Step = string | typeof SCRAPE;

export const SCRAPE = Symbol("scrape");

export interface NamespaceRun {
  /** Name of the collector, made ready after the first commands. */
  readonly collector: string;
  readonly flags?: CollectOptions["flags"];
  /** System calls that fail as in a sandbox. */
  readonly refused?: readonly (keyof Native)[];
  /** Compares with a second collector of the same kind, for which these system calls fail: see `NamespaceScrape.other`. */
  readonly otherRefused?: readonly (keyof Native)[];
  /** Shows the sysfs of a second namespace, made with these commands, as containers may see their host's. */
  readonly sysfsOf?: readonly string[];
  readonly steps: readonly Step[];
  /** A shell script that runs in the namespace beside the steps, and is killed when they are done. */
  readonly beside?: string;
}

/** What one scrape gave. */
export interface NamespaceScrape {
  readonly status: string;
  readonly message: string;
  readonly text: string;
  readonly duplicates: number;
  readonly logs: readonly string[];
  /** What the second collector gave at a moment when the first one gave the same before and after. */
  readonly other?: string;
}

/** True where network namespaces can be made: as root, with iproute2. Tests say so in their names. */
export const canMakeNamespaces = tryNamespace();

const CHILD = join(import.meta.dirname, "netns-child.ts");
const READER = join(import.meta.dirname, "netns-reader.ts");
let made = 0;

/** Runs the steps in a fresh network namespace, with /sys of that namespace, and returns what each scrape gave. */
export function scrapeInNamespace(run: NamespaceRun): readonly NamespaceScrape[] {
  const name = makeNamespace();
  const steps = wordsOf(run.steps);
  const child = [...enter(name, run.sysfsOf), process.execPath, CHILD];
  const beside = run.beside === undefined ? undefined : spawn("ip", ["netns", "exec", name, "sh", "-c", run.beside]);
  cleanUp(() => void beside?.kill("SIGKILL"));
  const answer = execFileSync("ip", child, { input: JSON.stringify({ ...run, steps }), maxBuffer: 1 << 28 });
  const scrapes: readonly NamespaceScrape[] = JSON.parse(answer.toString());
  return scrapes;
}

/** What a read of a file of /proc gave, its text or the name of the error, and how many descriptors stayed open. */
export type NamespaceRead = readonly [outcome: string, descriptors: number];

/** Runs the steps in a fresh network namespace, where a scrape reads one parsed file of /proc. */
export function readInNamespace(path: string, steps: readonly Step[]): readonly NamespaceRead[] {
  const child = [...enter(makeNamespace(), undefined), process.execPath, READER, path];
  const answer = execFileSync("ip", child, { input: JSON.stringify(wordsOf(steps)) });
  const reads: readonly NamespaceRead[] = JSON.parse(answer.toString());
  return reads;
}

/** A command that adds a virtual interface whose name, `bad` and the byte 255, is not UTF-8. */
export function addBadName(type: string): string {
  const script = join(temporaryDirectory(), "add.sh");
  writeFileSync(script, `ip link add "$(printf 'bad\\377')" type ${type}\n`);
  return `sh ${script}`;
}

/** Words of each command; none for a scrape. */
function wordsOf(steps: readonly Step[]): readonly (readonly string[])[] {
  return steps.map((step) => (typeof step === "string" ? step.split(" ") : []));
}

function makeNamespace(): string {
  const name = `node-exporter-ts-${process.pid}-${++made}`;
  execFileSync("ip", ["netns", "add", name]);
  cleanUp(() => void execFileSync("ip", ["netns", "del", name]));
  return name;
}

/** Arguments of `ip` that run a command in the namespace, with its own sysfs or another's. */
function enter(name: string, sysfsOf: readonly string[] | undefined): readonly string[] {
  if (sysfsOf === undefined) return ["netns", "exec", name];
  const other = makeNamespace();
  for (const command of sysfsOf) execFileSync("ip", ["netns", "exec", other, ...command.split(" ")]);
  return ["netns", "exec", other, "nsenter", `--net=/run/netns/${name}`];
}

function tryNamespace(): boolean {
  const name = `node-exporter-ts-probe-${process.pid}`;
  try {
    execFileSync("ip", ["netns", "add", name], { stdio: "ignore" });
    execFileSync("ip", ["netns", "del", name], { stdio: "ignore" });
    return true;
  } catch {
    // Not root, or no iproute2: the tests that need a namespace are skipped.
    return false;
  }
}
