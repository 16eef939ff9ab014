import { expect, test } from "vitest";
import { distinct, metricName, statisticFamilies } from "../../../src/collectors/ethtool/statistic-names.ts";

const familyOf = statisticFamilies(() => true);

test.each([
  ["rx_queue_0_tx", "received_queue_0_transmitted"],
  ["__Port_TX", "port_transmitted"],
  ["rx", "received"],
  ["rx_rx_a", "received_rx_a"],
  ["trx_packets", "trx_packets"],
  ["rxq0", "rxq0"],
])("%s becomes %s", (sanitized, name) => {
  expect(metricName(sanitized)).toBe(name);
});

test.each([
  ["rx_bytes", "node_ethtool_received_bytes_total"],
  ["tx_errors", "node_ethtool_transmitted_errors_total"],
  ["rx_missed", "node_ethtool_received_missed"],
  ["port.rx_dropped", "node_ethtool_port_received_dropped"],
  ["[0]: tx pkts", "node_ethtool_0_transmitted_pkts"],
])("statistic %s gives family %s", (statistic, name) => {
  expect(familyOf(statistic)).toMatchObject({ name, type: "untyped", labels: ["device"] });
  expect(familyOf(statistic)).toBe(familyOf(statistic));
});

test("the pattern is tested on the sanitised name, in its own case", () => {
  const included = statisticFamilies((name) => name === "Port_A");
  expect(included("Port A")?.name).toBe("node_ethtool_port_a");
  expect(included("port a")).toBeUndefined();
});

test("statistics that end in one name are left out, both", () => {
  const statistics = [
    { name: "rx_bytes", value: 1 },
    { name: "received_bytes_total", value: 2 },
    { name: "kicks", value: 3 },
  ];
  expect(distinct(statistics, familyOf).map(({ family, value }) => [family.name, value])).toEqual([
    ["node_ethtool_kicks", 3],
  ]);
});
