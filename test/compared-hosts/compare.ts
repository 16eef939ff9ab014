import { catalog } from "../../src/collectors/generated/catalog.ts";
import { registry } from "../../src/collectors/generated/registry.ts";
import { collect } from "../support/collect.ts";
import type { ComparedHost } from "./compared-host.ts";

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

/** What is expected of a host, without the families that no comparison can hold still. */
export function expectedFamilies(host: ComparedHost): Families {
  const families = new Map<string, string>();
  let name = "";
  for (const line of host.expected(host.root()).split("\n")) {
    if (line === "" || line.startsWith("# HELP ")) continue;
    if (line.startsWith("# TYPE ")) name = line.split(" ")[2] ?? "";
    if (!host.restless.test(name)) families.set(name, `${families.get(name) ?? ""}${line}\n`);
  }
  return families;
}

/** Collectors of a host that exist in this program. */
export function comparedCollectors({ switchedOn, switchedOff }: ComparedHost): string[] {
  const on = new Set([...switchedOn, ...catalog.filter((each) => each.enabledByDefault).map(({ name }) => name)]);
  return [...on].filter((name) => !switchedOff.includes(name) && name in registry).toSorted();
}

/** Runs one collector on a host and compares every family that it returns. */
export async function compareCollector(
  host: ComparedHost,
  name: string,
  expected: Families,
): Promise<CollectorComparison> {
  const root = host.root();
  const definition = (await registry[name]?.())?.default;
  if (definition === undefined) throw new Error(`no collector ${name}`);
  const own = Object.entries(host.flags(root)).filter(([flag]) => flag in definition.flags);
  const result = await collect(definition, {
    paths: { procfs: `${root}/proc`, sysfs: `${root}/sys`, rootfs: root, udevData: `${root}/${host.udevData}` },
    flags: Object.fromEntries(own),
    enabled: comparedCollectors(host),
  });
  let matched = 0;
  const differences: string[] = [];
  for (const [family, lines] of result.families) {
    if (host.restless.test(family)) continue;
    const want = expected.get(family) ?? "";
    const live = host.live.test(family);
    if (comparable(lines, live) === comparable(want, live)) matched += lines.split("\n").length - 1;
    else differences.push(describe(family, want, lines));
  }
  const { status, message, families } = result;
  return { name, status, message, matched, differences, families: [...families.keys()] };
}

/** Values of live counters do not count. */
function comparable(lines: string, live: boolean): string {
  return live ? lines.replaceAll(/ \S+$/gm, "") : lines;
}

function describe(family: string, want: string, have: string): string {
  const wanted = want.split("\n");
  const had = have.split("\n");
  const missing = wanted.filter((line) => !had.includes(line)).map((line) => `- ${line}`);
  const extra = had.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
  const order = missing.length + extra.length === 0 ? ["  same lines, other order"] : [];
  return [family, ...missing, ...extra, ...order].join("\n    ");
}
