import { expect, test } from "vitest";
import infiniband from "../../src/collectors/infiniband.ts";
import { COUNTER_FOLDERS } from "../../src/collectors/infiniband/counters.ts";
import { collect } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

function device(name: string, counters: Readonly<Record<string, string>> = {}): Record<string, string> {
  const path = `sys/class/infiniband/${name}`;
  const port = `${path}/ports/1`;
  const files = Object.entries(counters).map(([file, text]) => [`${port}/${file}`, `${text}\n`]);
  return {
    [`${path}/fw_ver`]: "16.35.2000\n",
    [`${port}/state`]: "4: ACTIVE\n",
    [`${port}/phys_state`]: "5: LinkUp\n",
    [`${port}/rate`]: "100 Gb/sec (4X EDR)\n",
    [`${port}/link_layer`]: "Ethernet\n",
    ...Object.fromEntries(files),
  };
}

test("gives the port and the counters that it has", async () => {
  const paths = hostTree({
    ...device("mlx5_0", {
      "counters/port_rcv_data": "10",
      "counters/VL15_dropped": "3",
      "counters/symbol_error": "N/A (no PMA)",
      "counters/something_new": "x",
      "counters_ext/port_xmit_data_64": "20",
      "hw_counters/lifespan": "1999",
      "hw_counters/out_of_buffer": "7",
      "hw_counters/roce_slow_restart": "8",
      "hw_counters/roce_slow_restart_trans": "9",
    }),
    "sys/class/infiniband/mlx5_0/board_id": "MT_0000000011\n",
  });
  const { status, text } = await collect(infiniband, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_infiniband_info{board_id="MT_0000000011",device="mlx5_0",firmware_version="16.35.2000",hca_type=""} 1',
    'node_infiniband_legacy_data_transmitted_bytes_total{device="mlx5_0",port="1"} 80',
    'node_infiniband_lifespan_seconds{device="mlx5_0",port="1"} 1',
    'node_infiniband_out_of_buffer_drops_total{device="mlx5_0",port="1"} 7',
    'node_infiniband_physical_state_id{device="mlx5_0",port="1"} 5',
    'node_infiniband_port_data_received_bytes_total{device="mlx5_0",port="1"} 40',
    'node_infiniband_rate_bytes_per_second{device="mlx5_0",port="1"} 1.25e+10',
    'node_infiniband_roce_slow_restart_total{device="mlx5_0",port="1"} 9',
    'node_infiniband_roce_slow_restart_used_total{device="mlx5_0",port="1"} 8',
    'node_infiniband_state_id{device="mlx5_0",port="1"} 4',
    'node_infiniband_vl15_dropped_total{device="mlx5_0",port="1"} 3',
  ]);
  expect(text).toContain("# TYPE node_infiniband_lifespan_seconds gauge\n");
});

test.skipIf(refusingObstacle !== undefined).each(["EOPNOTSUPP", "EACCES"])(
  "a counter that the driver refuses with %s is left out (needs root and FUSE)",
  async (errno) => {
    const tree = device("mlx5_0", { "counters/VL15_dropped": "3", "counters/symbol_error": "4" });
    const files = Object.fromEntries(Object.entries(tree).map(([path, text]) => [path.replace("sys/", ""), text]));
    const refused = { "class/infiniband/mlx5_0/ports/1/counters/symbol_error": errno };
    const { status, skipped, samples } = await collectFrom({ collector: "infiniband", files, refused });
    expect([status, skipped]).toEqual(["ok", 0]);
    expect(samples.filter((line) => /_total/.test(line))).toEqual([
      'node_infiniband_vl15_dropped_total{device="mlx5_0",port="1"} 3',
    ]);
  },
);

test("legacy counters are not looked at without the standard ones", async () => {
  const { text } = await collect(infiniband, {
    paths: hostTree(device("qib0", { "counters_ext/port_rcv_data_64": "1" })),
  });
  expect(text).not.toContain("legacy");
});

test("every counter has a family of its own", () => {
  const names = COUNTER_FOLDERS.flatMap(({ counters }) => [...counters.values()].map(({ family }) => family.name));
  expect(names).toHaveLength(22 + 8 + 30);
  expect(new Set(names).size).toBe(names.length);
});

test("the include and exclude patterns work together", async () => {
  const paths = hostTree({ ...device("mlx5_0"), ...device("mlx5_1"), ...device("qib0") });
  const flags = { "collector.infiniband.device-include": "^mlx", "collector.infiniband.device-exclude": "1$" };
  const { text } = await collect(infiniband, { paths, flags });
  expect(samplesOf(text).filter((line) => line.startsWith("node_infiniband_info"))).toEqual([
    expect.stringContaining('device="mlx5_0"'),
  ]);
});

test("has no data without the class, and reports an attribute that every port has", async () => {
  expect((await collect(infiniband, { paths: hostTree({}) })).status).toBe("nodata");
  const { "sys/class/infiniband/mlx5_0/ports/1/rate": _, ...broken } = device("mlx5_0");
  const { status, skipped, families } = await collect(infiniband, { paths: hostTree(broken) });
  expect([status, skipped, families.has("node_infiniband_state_id")]).toEqual(["ok", 1, true]);
});

test("a counter that is no number costs itself", async () => {
  const paths = hostTree({ ...device("mlx5_0", { "counters/link_downed": "up" }), ...device("mlx5_1") });
  const { status, message, text } = await collect(infiniband, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining('link_downed: "up" is not a number')]);
  expect(text).toContain('node_infiniband_state_id{device="mlx5_1",port="1"} 4');
});
