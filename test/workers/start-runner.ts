import { type CollectorDefinition, type Emit, type Scrape, type Update } from "../../src/collectors/kit/define.ts";
import { gauge } from "../../src/collectors/kit/family.ts";
import type { Skip } from "../../src/collectors/parsers/skip.ts";
import { textHeader } from "../../src/collectors/text-format/header.ts";
import { openHost } from "../../src/workers/host/host.ts";
import { createNative } from "../../src/workers/native/native.ts";
import type { Outcome } from "../../src/workers/protocol/outcome.ts";
import { Runner } from "../../src/workers/runner.ts";
import { hostTree } from "../support/tree.ts";

export const value = gauge("test_value", "A value.");

/** How one collector ended, with the samples that it gave. */
export interface Ended extends Pick<Outcome, "status" | "message" | "skipped"> {
  readonly text: string;
}

export type TestUpdate = (emit: Emit, scrape: Scrape, skip: Skip) => ReturnType<Update>;

export function collector(name: string, update: TestUpdate): CollectorDefinition {
  const create: CollectorDefinition["create"] =
    ({ skip }) =>
    (emit, scrape) =>
      update(emit, scrape, skip);
  return { name, summary: "For a test.", enabledByDefault: true, families: [], sources: [], flags: {}, create };
}

export function host() {
  return openHost(hostTree({}), createNative(), 4096, 100);
}

/** A runner with these collectors, a function that has it run some of them, and one that puts others in their place. */
export function runner(updates: Readonly<Record<string, TestUpdate>>) {
  const all = Object.keys(updates);
  const services = { log() {}, faults() {}, names: all, state: {} };
  const options = { flags: {}, given: [], cpuGroup: "none", enabled: all } as const;
  const fresh = new Runner(host(), options, services);
  for (const [name, update] of Object.entries(updates)) fresh.add(collector(name, update), all.indexOf(name));
  const scrape = async (names: readonly string[], milliseconds = 10_000): Promise<Record<string, Ended>> => {
    const ended: Record<string, Ended> = {};
    const numbers = names.map((name) => all.indexOf(name));
    await fresh.run(numbers, performance.now() + milliseconds, {
      started() {},
      ended(number, { status, message, skipped }, families) {
        let text = "";
        families.finish(({ name: family, type, help }, { bytes, length }) => {
          text += bytes.toString("utf8", textHeader(family, type, help).length, length);
        });
        ended[all[number] ?? ""] = { status, message, skipped, text };
      },
    });
    return ended;
  };
  const replace = (others: Readonly<Record<string, TestUpdate>>): void => {
    fresh.stage(options);
    for (const [name, update] of Object.entries(others)) fresh.addStaged(collector(name, update), all.indexOf(name));
    fresh.adopt(options, [...all.keys()]);
  };
  return { scrape, replace };
}
