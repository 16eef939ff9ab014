import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CollectOptions } from "./collect.ts";

/** What happens in the namespace: a command (words at blanks), or a scrape of the collector. */
export type Step = string | typeof SCRAPE;

export const SCRAPE = Symbol("scrape");

export interface NamespaceRun {
  /** Name of the collector, made ready after the first commands. */
  readonly collector: string;
  readonly flags?: CollectOptions["flags"];
  readonly steps: readonly Step[];
}

/** What one scrape gave. */
export interface NamespaceScrape {
  readonly status: string;
  readonly message: string;
  readonly text: string;
  readonly duplicates: number;
  readonly logs: readonly string[];
}

/** True where network namespaces can be made: as root, with iproute2. Tests say so in their names. */
export const canMakeNamespaces = tryNamespace();

const CHILD = join(import.meta.dirname, "netns-child.ts");
let made = 0;

/** Runs the steps in a fresh network namespace, with /sys of that namespace, and returns what each scrape gave. */
export function scrapeInNamespace(run: NamespaceRun): readonly NamespaceScrape[] {
  const name = `node-exporter-ts-${process.pid}-${++made}`;
  execFileSync("ip", ["netns", "add", name]);
  onTestFinished(() => void execFileSync("ip", ["netns", "del", name]));
  const steps = run.steps.map((step) => (typeof step === "string" ? step.split(" ") : []));
  const child = ["netns", "exec", name, process.execPath, CHILD];
  const answer = execFileSync("ip", child, { input: JSON.stringify({ ...run, steps }), maxBuffer: 1 << 28 });
  const scrapes: readonly NamespaceScrape[] = JSON.parse(answer.toString());
  return scrapes;
}

/** The sample lines of a text, without TYPE lines. */
export function samples(text: string, pattern = /./): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && pattern.test(line));
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
