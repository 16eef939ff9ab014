import { relative } from "node:path";
import type { CollectorDefinition } from "../../../src/collectors/kit/define.ts";
import { registry } from "../../../src/collectors/generated/registry.ts";
import { filesRead, type HostCopy } from "../../support/captured-host.ts";
import { collect, type CollectOptions } from "../../support/collect.ts";
import {
  type Damage,
  DAMAGES,
  faultsOf,
  otherNumbers,
  type Outcome,
  outcomeOf,
  recordsOf,
  type RecordPlace,
  withRecord,
  withUnreadable,
} from "./damage.ts";

/** How many files and lines of a file are damaged, spread over what a collector reads. */
const FILES = 12;
const LINES = 8;

/** What trying every kind of damage on a collector has shown. */
export interface DamageResult {
  readonly collector: string;
  readonly files: number;
  readonly kinds: number;
  readonly cases: number;
  /** Cases in which nothing else was touched. */
  readonly unchanged: number;
  /** Cases in which records were left out and reported. */
  readonly reported: number;
  readonly faults: readonly string[];
}

/** Damages the files that a collector reads, record by record, in every way. */
export async function tryDamage(
  collector: string,
  host: HostCopy,
  tried: readonly Damage[],
  optionsFor: (definition: CollectorDefinition) => CollectOptions,
): Promise<DamageResult> {
  const definition = (await registry[collector]?.())?.default;
  if (definition === undefined) throw new Error(`no collector ${collector}`);
  const options = optionsFor(definition);
  const scrape = () => collect(definition, options);
  const read = spread(await filesRead(host, scrape), FILES);
  const good = outcomeOf(await scrape());
  const kinds = new Set<string>();
  const faults: string[] = [];
  let cases = 0;
  let unchanged = 0;
  let reported = 0;
  const judge = (place: RecordPlace, kind: string, others: readonly Outcome[], damaged: Outcome): void => {
    cases++;
    kinds.add(kind);
    if (damaged.skipped > 0) reported++;
    const found = faultsOf(good, others, damaged, place.isOnly);
    if (found.length === 0) unchanged++;
    else faults.push(`${relative(host.root, place.path)}:${place.line + 1} ${kind}: ${found.slice(0, 3).join("; ")}`);
  };
  for (const place of read.flatMap((path) => recordsOf(path, LINES))) {
    const without = await withRecord(place, () => undefined, scrape);
    const others = [without, await withRecord(place, otherNumbers, scrape)];
    for (const kind of damagesOf(place, tried)) {
      let changes = true;
      const damage = (record: string) => {
        const damaged = DAMAGES[kind](record, cases);
        changes = damaged !== record;
        return damaged;
      };
      const damaged = await withRecord(place, damage, scrape);
      if (changes) judge(place, kind, others, damaged);
    }
    if (place.isWhole) judge(place, "unreadable", others, await withUnreadable(place, scrape));
  }
  return { collector, files: read.length, kinds: kinds.size, cases, unchanged, reported, faults };
}

/** To a file that holds a text nothing happens that could not be its text; a file of JSON has to remain one. */
function damagesOf({ path, isOnly, hasNumber }: RecordPlace, tried: readonly Damage[]): readonly Damage[] {
  if (path.endsWith(".json")) return ["no number"];
  return tried.filter((kind) => kind !== "line inserted" || !isOnly || hasNumber);
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}
