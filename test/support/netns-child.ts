/** Runs inside a network namespace: reads a run from stdin, writes what the scrapes gave to stdout. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { CollectorDefinition } from "../../src/collectors/define.ts";
import type { Native } from "../../src/collectors/host.ts";
import { type CollectOptions, openCollector, type Scraper } from "./collect.ts";
import { refusing } from "./refusing.ts";

interface Run {
  readonly collector: string;
  readonly flags?: CollectOptions["flags"];
  readonly refused?: readonly (keyof Native)[];
  /** Words of a command; empty for a scrape. */
  readonly steps: readonly (readonly string[])[];
}

const run: Run = JSON.parse(readFileSync(0, "utf8"));
const module: { default: CollectorDefinition } = await import(`../../src/collectors/${run.collector}.ts`);
let scraper: Scraper | undefined;
const scrapes: unknown[] = [];
for (const [command = "", ...words] of run.steps) {
  if (command === "") {
    scraper ??= openCollector(module.default, {
      native: refusing("EPERM", ...(run.refused ?? [])),
      ...(run.flags === undefined ? {} : { flags: run.flags }),
    });
    const { status, message, text, duplicates, logs } = await scraper.scrape();
    scrapes.push({ status, message, text, duplicates, logs: [...logs] });
  } else execFileSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
}
console.log(JSON.stringify(scrapes));
