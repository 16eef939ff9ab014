/** Runs inside a network namespace: reads a run from stdin, writes what the scrapes gave to stdout. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { CollectorDefinition } from "../../src/collectors/kit/define.ts";
import type { Native } from "../../src/collectors/kit/host.ts";
import { type CollectOptions, openCollector, type Scraper } from "./collect.ts";
import { refusing } from "./refusing.ts";

interface Run {
  readonly collector: string;
  readonly flags?: CollectOptions["flags"];
  readonly refused?: readonly (keyof Native)[];
  readonly otherRefused?: readonly (keyof Native)[];
  /** Words of a command; empty for a scrape. */
  readonly steps: readonly (readonly string[])[];
}

const run: Run = JSON.parse(readFileSync(0, "utf8"));
const module: { default: CollectorDefinition } = await import(`../../src/collectors/${run.collector}.ts`);
let scraper: Scraper | undefined;
let other: Scraper | undefined;
const scrapes: unknown[] = [];
for (const [command = "", ...words] of run.steps) {
  if (command === "") {
    scraper ??= open(run.refused);
    if (run.otherRefused !== undefined) other ??= open(run.otherRefused);
    scrapes.push(await scrape(scraper, other));
  } else execFileSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
}
console.log(JSON.stringify(scrapes));

function open(refused: readonly (keyof Native)[] = []): Scraper {
  return openCollector(module.default, {
    native: refusing("EPERM", ...refused),
    ...(run.flags === undefined ? {} : { flags: run.flags }),
  });
}

async function scrape(scraper: Scraper, other: Scraper | undefined): Promise<unknown> {
  const { status, message, text, duplicates, logs } = await scraper.scrape();
  const result = { status, message, text, duplicates, logs: [...logs] };
  if (other === undefined) return result;
  const otherText = (await other.scrape()).text;
  // The kernel brings carrier and operational state up to date some time after a change.
  if ((await scraper.scrape()).text === text) return { ...result, other: otherText };
  await new Promise((resolve) => setTimeout(resolve, 50));
  return scrape(scraper, other);
}
