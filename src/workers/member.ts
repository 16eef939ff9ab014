import type { CollectorDefinition, FlagSpecs, Update } from "../collectors/kit/define.ts";
import { SkippedRecords } from "../collectors/kit/skipped-records.ts";
import { withinBudget } from "./budget/series-budget.ts";
import { FaultReport } from "./fault-report.ts";
import { Holdings } from "./host/holdings.ts";
import type { ScrapedHost } from "./host/host.ts";
import type { CollectorOptions, FlagData } from "./protocol/options.ts";
import { partOf } from "./protocol/parts.ts";
import { type FinishedFamilies, Sink } from "./render/sink.ts";
import type { RunnerServices } from "./runner.ts";

/** A collector that has been made, with all that belongs to it alone. */
export interface Member {
  readonly number: number;
  readonly definition: CollectorDefinition;
  readonly update: Update;
  readonly sink: Sink;
  /** What the sink has to show, within the budget where there is one. */
  readonly families: FinishedFamilies;
  readonly skipped: SkippedRecords;
  readonly holdings: Holdings;
  /** The flags that it was made with, as text. */
  readonly flags: string;
  /** What it has asked about other collectors, and what it was told. */
  readonly asked: ReadonlyMap<string, boolean>;
  late: LateUpdate | undefined;
}

/** An asynchronous update that the deadline of its scrape has cut short, and that goes on. */
export interface LateUpdate {
  /** When it began, on the clock of `performance.now()`. */
  readonly since: number;
  /** Resolves when it has returned; never rejects. */
  readonly returned: Promise<void>;
}

const NO_STATE = new SharedArrayBuffer(0);

/** Makes a collector; throws what its `create` throws, and nothing that it has opened stays open then. */
export function makeMember(
  definition: CollectorDefinition,
  number: number,
  options: CollectorOptions,
  host: ScrapedHost,
  services: RunnerServices,
): Member {
  const { name } = definition;
  const given = new Set(options.given);
  const skipped = new SkippedRecords();
  const holdings = new Holdings();
  const asked = new Map<string, boolean>();
  host.reportTo(skipped, holdings);
  try {
    const update = definition.create({
      host,
      flags: pick(options.flags, definition.flags),
      given: (flag) => given.has(flag),
      cpuGroup: options.cpuGroup,
      part: partOf(number, services.names),
      isEnabled(other) {
        const isEnabled = options.enabled.includes(other);
        asked.set(other, isEnabled);
        return isEnabled;
      },
      log: (level, message, attributes) => services.log(name, level, message, attributes),
      skip: skipped.add,
      faults: new FaultReport((faults) => services.faults(name, faults)).report,
      state: services.state[name] ?? NO_STATE,
    });
    const flags = flagsText(definition, options);
    const sink = new Sink();
    const families = withinBudget(sink, name, number, services.series);
    return { number, definition, update, sink, families, skipped, holdings, flags, asked, late: undefined };
  } catch (error) {
    holdings.close();
    throw error;
  }
}

/** Whether it would be made in the same way with these options. */
export function isMadeFor({ definition, flags, asked }: Member, options: CollectorOptions): boolean {
  return (
    flags === flagsText(definition, options) &&
    [...asked].every(([name, answer]) => options.enabled.includes(name) === answer)
  );
}

function flagsText({ flags }: CollectorDefinition, options: CollectorOptions): string {
  const names = Object.keys(flags);
  return JSON.stringify(names.map((name) => [options.flags[name], options.given.includes(name)]));
}

function pick(flags: FlagData, specs: FlagSpecs): never {
  // The command line has typed and defaulted each flag by its spec, which is what FlagValues says.
  return Object.fromEntries(Object.keys(specs).map((name) => [name, flags[name]])) as never;
}
