import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../../src/collectors/generated/catalog.ts";
import { registry } from "../../src/collectors/generated/registry.ts";
import { collect } from "../support/collect.ts";
import { fixtureFlags, fixtureFolder, SWITCHED_OFF, SWITCHED_ON, unpackFixtureHost } from "./host.ts";

/** Families that no comparison can hold still. */
const VOLATILE =
  /^(go_|nodejs_|process_|promhttp_|node_exporter_|node_scrape_collector_duration_seconds$|node_textfile_mtime_seconds$|node_time_zone|node_time_seconds$|node_network_(receive|transmit)_(bytes|packets)_total$)/;

/** Counters of the live loopback interface, which netdev reads by netlink. */
const LIVE = /^node_network_(receive|transmit)_[a-z_]+_total$/;

export function isVolatile(family: string): boolean {
  return VOLATILE.test(family);
}

export function isLive(family: string): boolean {
  return LIVE.test(family);
}

/** Family name to its TYPE and sample lines. */
export type Families = ReadonlyMap<string, string>;

export interface CollectorComparison {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  /** Lines (TYPE and samples) that are as expected. */
  readonly matched: number;
  /** Families with the lines that differ, as text for a person. */
  readonly differences: readonly string[];
  readonly families: readonly string[];
}

/** Splits an exposition into families, HELP lines and volatile families left out. */
export function expectedFamilies(text = readFileSync(join(fixtureFolder, "host-expected.prom"), "utf8")): Families {
  const families = new Map<string, string>();
  let name = "";
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("# HELP ")) continue;
    if (line.startsWith("# TYPE ")) name = line.split(" ")[2] ?? "";
    if (!VOLATILE.test(name)) families.set(name, `${families.get(name) ?? ""}${line}\n`);
  }
  return families;
}

/** Collectors of the captured host that exist in this program. */
export function comparedCollectors(): string[] {
  const on = new Set([...SWITCHED_ON, ...catalog.filter((each) => each.enabledByDefault).map(({ name }) => name)]);
  return [...on].filter((name) => !SWITCHED_OFF.includes(name) && name in registry).toSorted();
}

/** Runs one collector on the captured host and compares each family that it gives. */
export async function compareCollector(name: string, expected: Families): Promise<CollectorComparison> {
  const root = unpackFixtureHost();
  const definition = (await registry[name]?.())?.default;
  if (definition === undefined) throw new Error(`no collector ${name}`);
  const result = await collect(definition, {
    paths: { procfs: `${root}/proc`, sysfs: `${root}/sys`, rootfs: root, udevData: `${root}/udev/data` },
    flags: ownFlags(fixtureFlags(root), Object.keys(definition.flags)),
    enabled: comparedCollectors(),
  });
  let matched = 0;
  const differences: string[] = [];
  for (const [family, lines] of result.families) {
    if (VOLATILE.test(family)) continue;
    // The capture ran in another folder, which shows in labels that hold a path.
    const want = (expected.get(family) ?? "").replaceAll('path="collector/fixtures/', `path="${root}/`);
    const live = LIVE.test(family);
    if (comparable(lines, live) === comparable(want, live)) matched += lines.split("\n").length - 1;
    else differences.push(describe(family, want, lines));
  }
  return {
    name,
    status: result.status,
    message: result.message,
    matched,
    differences,
    families: [...result.families.keys()],
  };
}

/** Values of live counters do not count. */
function comparable(lines: string, live: boolean): string {
  return live ? lines.replaceAll(/ \S+$/gm, "") : lines;
}

function ownFlags(flags: ReturnType<typeof fixtureFlags>, own: readonly string[]): ReturnType<typeof fixtureFlags> {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => own.includes(name)));
}

function describe(family: string, want: string, have: string): string {
  const wanted = want.split("\n");
  const had = have.split("\n");
  const missing = wanted.filter((line) => !had.includes(line)).map((line) => `- ${line}`);
  const extra = had.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
  const order = missing.length + extra.length === 0 ? ["  same lines, other order"] : [];
  return [family, ...missing, ...extra, ...order].join("\n    ");
}
