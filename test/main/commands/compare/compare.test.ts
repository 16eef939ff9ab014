import { describe, expect, test } from "vitest";
import { compareExpositions, type Comparison, versionOf } from "../../../../src/main/commands/compare/compare.ts";
import { type Exposition, readExposition } from "../../../../src/main/commands/compare/exposition.ts";
import { historySince } from "../../../../src/main/commands/compare/history.ts";

function read(text: string): Exposition {
  return readExposition(Buffer.from(`${text.trim().replaceAll(/^ +/gm, "")}\n`.replace(/^\n/, "")));
}

/** `there` is the peer's text, `before` and `after` are this program's. */
function compare(there: string, before: string, after = before, version = "1.5.0", given: string[] = []): Comparison {
  return compareExpositions(
    { before: read(before), there: read(there), after: read(after) },
    { history: historySince(version, new Set(given)), tolerance: 0.05 },
  );
}

/** A family with one sample. */
function typed(type: string, value: number | string, name = "node_a"): string {
  return `# TYPE ${name} ${type}\n${name} ${value}`;
}

function success(states: Readonly<Record<string, number>>): string {
  const lines = Object.entries(states).map(([name, ok]) => `node_scrape_collector_success{collector="${name}"} ${ok}`);
  return lines.join("\n");
}

function differ(type: string, there: string, before: string, after: string): boolean {
  return compare(typed(type, there), typed(type, before), typed(type, after)).values.length > 0;
}

const NOTHING = { families: [], types: [], labels: [], series: [] };

describe("what is missing", () => {
  test("is nothing between equals", () => {
    const text = '# TYPE node_a counter\nnode_a{x="1"} 1\nnode_a 2\n# TYPE node_b gauge\nnode_b 3';
    const { missing, extra, values, removed } = compare(text, text);
    expect(missing).toEqual(NOTHING);
    expect(extra).toEqual({ families: [], labels: [], series: [] });
    expect([values, removed]).toEqual([[], []]);
  });

  test("is a family, a type, a label, a series", () => {
    const there = `# TYPE node_a counter
      node_a{x="1"} 1
      node_a{x="2"} 1
      # TYPE node_b gauge
      node_b{x="1",y="1"} 1
      # TYPE node_c gauge
      node_c 1
      node_d 1
      node_d{x="1"} 1`;
    const here = `# TYPE node_a counter
      node_a{x="1"} 1
      # TYPE node_b gauge
      node_b{x="1"} 1
      # TYPE node_c counter
      node_c 1`;
    expect(compare(there, here).missing).toEqual({
      families: [{ family: "node_d", type: "untyped", series: 2 }],
      types: [{ family: "node_c", there: "gauge", here: "counter" }],
      labels: [{ family: "node_b", label: "y" }],
      series: [{ family: "node_a", series: 'node_a{x="2"}' }],
    });
  });

  test("is not what came or went between the scrapes", () => {
    const one = 'node_a{x="1"} 1\nnode_b 1';
    const both = 'node_a{x="1"} 1\nnode_a{x="2"} 1\nnode_b 1';
    expect(compare(both, one, both).missing).toEqual(NOTHING);
    expect(compare(both, both, one).missing).toEqual(NOTHING);
    expect(compare(one, one, both).extra.series).toEqual([]);
    expect(compare("node_b 1", "node_b 1", one).extra.families).toEqual([]);
  });

  test("is not a state that nothing is in any more", () => {
    const there = 'node_tcp_connection_states{state="established"} 1\nnode_tcp_connection_states{state="listen"} 1';
    expect(compare(there, 'node_tcp_connection_states{state="listen"} 1').missing).toEqual(NOTHING);
  });

  test("is not what the exporter says of its own process", () => {
    const { missing, own } = compare(
      "go_goroutines 7\nprocess_cpu_seconds_total 1\npromhttp_metric_handler_requests_in_flight 1",
      "nodejs_version_info 1\nprocess_cpu_seconds_total 9\nnode_exporter_workers 2",
    );
    expect(missing).toEqual(NOTHING);
    expect(own).toEqual({
      there: ["go_goroutines", "promhttp_metric_handler_requests_in_flight"],
      here: ["node_exporter_workers", "nodejs_version_info"],
    });
  });
});

describe("what is extra", () => {
  test("has the version that brought it, if it is news to the peer", () => {
    const here = `node_watchdog_info 1
      node_mine 1
      node_textfile_file_scrape_error{file="a"} 1
      node_filesystem_size_bytes{device="a",device_error=""} 1`;
    const there = 'node_filesystem_size_bytes{device="a"} 1';
    expect(compare(there, here).extra).toEqual({
      families: [
        { family: "node_mine", type: "untyped", series: 1 },
        { family: "node_textfile_file_scrape_error", type: "untyped", series: 1, since: "node-exporter-ts" },
        { family: "node_watchdog_info", type: "untyped", series: 1, since: "1.8.0" },
      ],
      labels: [{ family: "node_filesystem_size_bytes", label: "device_error", since: "1.8.0" }],
      series: [],
    });
    expect(compare(there, here, here, "1.8.0").extra.labels).toEqual([
      { family: "node_filesystem_size_bytes", label: "device_error" },
    ]);
  });

  test("is a series, with the version that brought it", () => {
    const there = 'node_zfs_zpool_state{state="online",zpool="a"} 1';
    const suspended = 'node_zfs_zpool_state{state="suspended",zpool="a"}';
    expect(compare(there, `${there}\n${suspended} 0`).extra.series).toEqual([
      { family: "node_zfs_zpool_state", series: suspended, since: "1.6.0" },
    ]);
  });
});

describe("a new label", () => {
  test("does not hide series that are missing, nor values", () => {
    const there = 'node_a{x="1"} 1\nnode_a{x="2"} 2\nnode_a{x="3"} 3';
    const { missing, values } = compare(there, 'node_a{new="n",x="1"} 1\nnode_a{new="m",x="2"} 5');
    expect(missing.series).toEqual([{ family: "node_a", series: 'node_a{x="3"}' }]);
    expect(values.map(({ series, there, after }) => [series, there, after])).toEqual([['node_a{x="2"}', "2", "5"]]);
  });

  test("that splits a series leaves no value to compare", () => {
    const here = 'node_a{new="n",x="1"} 10\nnode_a{new="m",x="1"} 20';
    const { missing, values, extra } = compare('node_a{x="1"} 1', here);
    expect([missing, values, extra.series]).toEqual([NOTHING, [], []]);
  });
});

describe("what 1.12 has no more", () => {
  test("is named with its version and not missing", () => {
    const there = "node_memory_Hugetlb_bytes 1\nnode_memory_numa_Foo 1\nnode_memory_MemFree_bytes 1\nnode_a 1";
    const { missing, removed } = compare(there, "node_a 1");
    expect(removed).toEqual([{ family: "node_memory_Hugetlb_bytes", since: "1.9.0", reason: "removed" }]);
    expect(missing.families.map(({ family }) => family)).toEqual(["node_memory_MemFree_bytes", "node_memory_numa_Foo"]);
    expect(compare(there, "node_a 1", "node_a 1", "1.9.1").removed).toEqual([]);
  });

  test("is what a default leaves out, unless the flag is given", () => {
    const there = 'node_disk_io_now{device="sda"} 1\nnode_disk_io_now{device="zram0"} 1';
    const here = 'node_disk_io_now{device="sda"} 1';
    const { missing, removed } = compare(there, here);
    expect(missing).toEqual(NOTHING);
    expect(removed).toEqual([
      {
        family: "node_disk_io_now",
        series: 'node_disk_io_now{device="zram0"}',
        since: "1.8.0",
        reason: "left out by the default of --collector.diskstats.device-exclude",
      },
    ]);
    expect(compare(there, "node_a 1").missing.families).toEqual([
      { family: "node_disk_io_now", type: "untyped", series: 1 },
    ]);
    const given = compare(there, here, here, "1.5.0", ["collector.diskstats.device-exclude"]);
    expect(given.missing.series).toHaveLength(1);
  });
});

test("addresses of devices that a filter leaves out are not missing", () => {
  const there = 'node_network_address_info{device="lo"} 1\nnode_network_address_info{device="a"} 1';
  const here = 'node_network_address_info{device="a"} 1';
  expect(compare(there, here).missing.series).toHaveLength(1);
  const { missing, removed } = compare(there, here, here, "1.10.2", ["collector.netdev.device-include"]);
  expect(missing).toEqual(NOTHING);
  expect(removed).toEqual([
    {
      family: "node_network_address_info",
      series: 'node_network_address_info{device="lo"}',
      since: "1.11.0",
      reason: "left out by --collector.netdev.device-include",
    },
  ]);
});

describe("values", () => {
  test.each([
    ["between", "5", "4", "6", false],
    ["equal to both", "5", "5", "5", false],
    ["below what was read before", "3", "4", "6", true],
    ["above what was read after", "7", "4", "6", true],
    ["slightly above", "6.01", "4", "6", true],
  ])("of a counter: %s", (_, there, before, after, expected) => {
    expect(differ("counter", there, before, after)).toBe(expected);
  });

  test.each([
    ["near", "104", "100", "100", false],
    ["far", "106", "100", "100", true],
    ["other sign", "-1", "1", "1", true],
    ["near a moving value", "100", "120", "110", false],
    ["0 where it is 1", "0", "1", "1", true],
    ["NaN on both sides", "NaN", "NaN", "NaN", false],
    ["NaN on one side", "NaN", "1", "1", true],
    ["infinite on both sides", "+Inf", "+Inf", "+Inf", false],
  ])("of a gauge: %s", (_, there, before, after, expected) => {
    expect(differ("gauge", there, before, after)).toBe(expected);
  });

  test("of what changes at each moment do not count", () => {
    expect(compare("node_procs_running 9", "node_procs_running 1").values).toEqual([]);
    const perf = "node_perf_cpucycles_total";
    expect(compare(typed("counter", 1, perf), typed("counter", 1000, perf)).values).toEqual([]);
  });

  test("of a series that was there once count from that side only", () => {
    expect(compare(typed("counter", 1), "node_b 1", typed("counter", 2)).values).toEqual([]);
    expect(compare(typed("counter", 3), "node_b 1", typed("counter", 2)).values).toEqual([
      { series: "node_a", type: "counter", there: "3", before: "", after: "2" },
    ]);
  });
});

test("collectors that are not ok on both sides are shown", () => {
  expect(
    compare(success({ arp: 1, cpu: 1, dmi: 0, ntp: 1 }), success({ arp: 1, cpu: 0, dmi: 0, xfs: 1 })).collectors,
  ).toEqual([
    { collector: "cpu", there: "ok", here: "failed or no data" },
    { collector: "dmi", there: "failed or no data", here: "failed or no data" },
    { collector: "ntp", there: "ok", here: "off" },
    { collector: "xfs", there: "off", here: "ok" },
  ]);
});

test("the version of the peer is that of its build information", () => {
  expect(versionOf(read('node_exporter_build_info{branch="b",version="1.5.0"} 1'))).toBe("1.5.0");
  expect(versionOf(read("node_a 1"))).toBe("");
});
