import { describe, expect, test } from "vitest";
import { type CollectorDefinition, defineCollector } from "../../src/collectors/kit/define.ts";
import { gauge } from "../../src/collectors/kit/family.ts";
import { netlink, procfs, sysfs } from "../../src/collectors/kit/sources.ts";
import { registry } from "../../src/collectors/generated/registry.ts";
import { collect } from "../support/collect.ts";
import { covers } from "../support/declarations.ts";
import { hostTree } from "../support/tree.ts";

const definitions = await Promise.all(Object.values(registry).map(async (load) => (await load()).default));
const withNames = definitions.map((definition) => [definition.name, definition] as const);

function familyNames({ families }: CollectorDefinition): string[] {
  return families.map((family) => (typeof family === "string" ? family : family.name));
}

describe.each(withNames)("%s", (_, definition) => {
  test("declares families and sources, and feeds only what it declares", () => {
    const names = familyNames(definition);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(definition.sources.length).toBeGreaterThan(0);
    const fed = definition.sources.flatMap(({ feeds = [] }) => feeds);
    const isKnown = (name: string) => names.some((declared) => declared === name || isBelow(declared, name));
    expect(fed.map((family) => (typeof family === "string" ? family : family.name)).filter((x) => !isKnown(x))).toEqual(
      [],
    );
  });
});

test("what workers divide has gauges alone, which can be added up, and nothing that parts would share", () => {
  const divisible = definitions.filter((definition) => definition.divisible);
  expect(divisible.map(({ name }) => name)).toEqual(["processes"]);
  for (const { families, stateBytes, groupCounters, bringsFamilies } of divisible) {
    expect(families.map((family) => (typeof family === "string" ? family : family.type))).toEqual(
      families.map(() => "gauge"),
    );
    expect([stateBytes, groupCounters, bringsFamilies]).toEqual([undefined, undefined, undefined]);
  }
});

/** `node_x_*` covers `node_x_*_total`. */
function isBelow(pattern: string, name: string): boolean {
  const [start = "", end] = pattern.split("*");
  return end !== undefined && name.startsWith(start) && name.endsWith(end);
}

const COLLECTORS_OF_SERVICES = new Set(["logind", "ntp", "runit", "supervisord", "systemd"]);

describe("on this machine", () => {
  const readers = withNames.filter(([name]) => !COLLECTORS_OF_SERVICES.has(name));
  test.each(readers)("%s emits and reads what it declares", async (_, definition) => {
    await expect(collect(definition)).resolves.toHaveProperty("status");
  });
});

describe("what is not declared is found:", () => {
  const value = gauge("node_test_value", "A value.");
  const collector = (update: CollectorDefinition["create"]) =>
    collect(
      defineCollector({
        name: "test",
        summary: "For a test.",
        enabledByDefault: true,
        families: [value, "node_test_*_total"],
        sources: [procfs("declared"), sysfs("class/net/*/mtu"), netlink("route")],
        flags: {},
        create: update,
      }),
      { paths: hostTree({ "proc/declared": "1", "proc/other": "2", "sys/class/net/eth0/mtu": "1500" }) },
    );

  test("nothing where all is declared", async () => {
    const collected = await collector(({ host }) => {
      const file = host.proc.file("declared", (bytes) => bytes.length);
      return (emit) => {
        emit(value, file.read());
        emit(
          gauge("node_test_x_total", "Of a pattern."),
          Number(host.sys.directory("class/net/eth0").attribute("mtu")),
        );
        host.sys.list("class/net");
      };
    });
    expect(collected.text).toContain("node_test_x_total 1500");
  });

  test.each<[string, CollectorDefinition["create"]]>([
    ["family node_other", () => (emit) => emit(gauge("node_other", "Another."), 1)],
    [
      "procfs other",
      ({ host }) =>
        () =>
          void host.proc.read("other"),
    ],
    [
      "sysfs class/net/eth0/address",
      ({ host }) =>
        () =>
          void host.sys.directory("class/net/eth0").attributeIf("address"),
    ],
    [
      "ioctl",
      ({ host }) =>
        () =>
          void host.native.ioctl(-1, 0, Buffer.alloc(1)),
    ],
    [
      "netlink sock-diag",
      ({ host }) =>
        () =>
          host.native.netlink(4, Buffer.alloc(0), { begin() {}, message() {} }),
    ],
  ])("%s", async (what, create) => {
    await expect(collector(create)).rejects.toThrow(`test does not declare ${what}`);
  });
});

test.each([
  ["net/stat/*", "net/stat/arp_cache", true],
  ["net/stat/*", "net/stat", true],
  ["net/stat/*", "net/stat/a/b", false],
  ["class/net/**", "class/net/eth0/statistics/rx_bytes", true],
  ["class/net/**", "class", true],
  ["class/net/**", "class/block", false],
  ["*/stat", "12/stat", true],
  ["b*:*", "b8:0", true],
  ["stat", "statm", false],
])("the pattern %s on %s: %s", (pattern, path, covered) => {
  expect(covers({ type: "file", root: "sysfs", path: pattern }, path)).toBe(covered);
});
