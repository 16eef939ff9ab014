import type { CollectorDefinition, Fault, FlagSpec, Part } from "../../src/collectors/kit/define.ts";
import type { CpuGroup } from "../../src/collectors/kit/cpu-group.ts";
import { createGroupMemory } from "../../src/collectors/kit/group-memory.ts";
import type { Native } from "../../src/collectors/kit/host.ts";
import { textHeader } from "../../src/collectors/text-format/header.ts";
import { compareBytewise } from "../../src/collectors/text-format/order.ts";
import { parseDuration } from "../../src/main/options/duration.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { openHost } from "../../src/workers/host/host.ts";
import type { HostPaths } from "../../src/workers/protocol/options.ts";
import type { Outcome } from "../../src/workers/protocol/outcome.ts";
import { Runner } from "../../src/workers/runner.ts";
import { Declarations } from "./declarations.ts";

export interface CollectOptions {
  readonly paths?: Partial<HostPaths>;
  /** Flag values by full name; all others have their default. */
  readonly flags?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Flags to be taken as given on the command line; default: those in `flags`. */
  readonly given?: readonly string[];
  /** Other collectors that count as switched on. */
  readonly enabled?: readonly string[];
  readonly native?: Native;
  readonly pageSize?: number;
  /** Which CPUs are shown as one; default: none. */
  readonly cpuGroup?: CpuGroup;
  /** What the collector is to do; default: all. */
  readonly part?: Part;
  /** The memory that an earlier worker has left. */
  readonly state?: SharedArrayBuffer;
}

export interface Collected extends Outcome {
  /** Family name to its TYPE and sample lines, without HELP, in the order of the exposition. */
  readonly families: ReadonlyMap<string, string>;
  /** All families as text, HELP lines left out. */
  readonly text: string;
  readonly logs: readonly string[];
  /** What of the host the collector has reported as faulty, last of all. */
  readonly hostFaults: readonly Fault[];
  readonly duplicates: number;
}

/** A collector kept between scrapes, run in this thread on a real or captured host. */
export interface Scraper {
  scrape(milliseconds?: number): Promise<Collected>;
}

const REAL_PATHS: HostPaths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" };

/** Makes a collector ready; throws what its `create` throws. Each scrape rejects where it does what was not declared. */
export function openCollector(definition: CollectorDefinition, options: CollectOptions = {}): Scraper {
  const declarations = new Declarations(definition);
  const host = declarations.checked(
    openHost({ ...REAL_PATHS, ...options.paths }, options.native ?? createNative(), options.pageSize ?? 4096, 1000),
  );
  const flags = { ...defaults(definition), ...options.flags };
  const { index, count } = options.part ?? { index: 0, count: 1 };
  const logs: string[] = [];
  let hostFaults: readonly Fault[] = [];
  const runner = new Runner(
    host,
    {
      flags,
      given: options.given ?? Object.keys(options.flags ?? {}),
      enabled: [definition.name, ...(options.enabled ?? [])],
      cpuGroup: options.cpuGroup ?? "none",
    },
    {
      log: (_, level, message, attributes) => {
        logs.push(`${level}: ${message}${attributes === undefined ? "" : ` ${JSON.stringify(attributes)}`}`);
      },
      faults: (_, faults) => (hostFaults = faults),
      names: Array.from({ length: count }, () => definition.name),
      state: { [definition.name]: options.state ?? stateOf(definition, options.cpuGroup) },
    },
  );
  runner.add(definition, index);
  return {
    scrape: async (milliseconds = 10_000) => {
      const collected = await scrapeOnce(runner, index, definition.name, logs, milliseconds);
      declarations.check(collected.families.keys());
      return { ...collected, hostFaults };
    },
  };
}

/** Memory of a collector as main makes it, for up to 64 CPUs. */
export function stateOf(
  { stateBytes, groupCounters }: CollectorDefinition,
  group: CpuGroup = "none",
): SharedArrayBuffer {
  if (group !== "none" && groupCounters !== undefined) return createGroupMemory(groupCounters, 64);
  return new SharedArrayBuffer(stateBytes ?? 0);
}

/** One scrape of one collector. */
export async function collect(definition: CollectorDefinition, options: CollectOptions = {}): Promise<Collected> {
  return openCollector(definition, options).scrape();
}

async function scrapeOnce(
  runner: Runner,
  number: number,
  name: string,
  logs: string[],
  milliseconds: number,
): Promise<Omit<Collected, "hostFaults">> {
  const families = new Map<string, string>();
  let outcome: Outcome | undefined;
  let duplicates = 0;
  await runner.run([number], performance.now() + milliseconds, {
    started() {},
    ended(_, ended, finished) {
      outcome = ended;
      finished.finish((header, text) => {
        const [help = ""] = textHeader(header.name, header.type, header.help).split("\n");
        families.set(header.name, text.bytes.toString("utf8", Buffer.byteLength(help) + 1, text.length));
        duplicates += text.duplicates;
      });
    },
  });
  if (outcome === undefined) throw new Error(`${name} did not end`);
  const sorted = new Map([...families].toSorted(([a], [b]) => compareBytewise(a, b)));
  return { ...outcome, families: sorted, text: [...sorted.values()].join(""), logs, duplicates };
}

function defaults(definition: CollectorDefinition): Record<string, string | number | boolean | readonly string[]> {
  return Object.fromEntries(Object.entries(definition.flags).map(([name, spec]) => [name, defaultOf(spec)]));
}

function defaultOf(spec: FlagSpec): string | number | boolean | readonly string[] {
  return spec.type === "duration" ? (parseDuration(spec.default) ?? 0) : spec.default;
}
