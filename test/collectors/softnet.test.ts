import { expect, test } from "vitest";
import softnet from "../../src/collectors/softnet.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

test("gives seven families a CPU", async () => {
  const row = "0000000a 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005 00000006 00000000 0 0\n";
  const { status, text } = await collect(softnet, { paths: hostTree({ "proc/net/softnet_stat": row }) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_softnet_backlog_len{cpu="0"} 6',
    'node_softnet_cpu_collision_total{cpu="0"} 3',
    'node_softnet_dropped_total{cpu="0"} 1',
    'node_softnet_flow_limit_count_total{cpu="0"} 5',
    'node_softnet_processed_total{cpu="0"} 10',
    'node_softnet_received_rps_total{cpu="0"} 4',
    'node_softnet_times_squeezed_total{cpu="0"} 2',
  ]);
});

test("columns that an old kernel does not have are 0", async () => {
  const row = "0000000a 00000001 00000002 0 0 0 0 0 00000003\n";
  const { text } = await collect(softnet, { paths: hostTree({ "proc/net/softnet_stat": row }) });
  expect(samplesOf(text, /backlog|flow_limit|rps|collision/)).toEqual([
    'node_softnet_backlog_len{cpu="0"} 0',
    'node_softnet_cpu_collision_total{cpu="0"} 3',
    'node_softnet_flow_limit_count_total{cpu="0"} 0',
    'node_softnet_received_rps_total{cpu="0"} 0',
  ]);
});

test("fails without the file", async () => {
  const { status, message } = await collect(softnet, { paths: hostTree({}) });
  expect(status).toBe("failed");
  expect(message).toContain("ENOENT");
});
