import { expect, test } from "vitest";
import fibrechannel from "../../src/collectors/fibrechannel.ts";
import { collect } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const HOST = "sys/class/fc_host/host7";

test("gives a host's identity and the counters that its driver keeps", async () => {
  const paths = hostTree({
    [`${HOST}/speed`]: "32 Gbit\n",
    [`${HOST}/port_state`]: "Online\n",
    [`${HOST}/port_id`]: "0x0a0b0c\n",
    [`${HOST}/port_name`]: "0x2100f4c7aa000001\n",
    [`${HOST}/fabric_name`]: "0x\n",
    [`${HOST}/statistics/tx_frames`]: "0x10\n",
    [`${HOST}/statistics/rx_frames`]: "0xffffffffffffffff\n",
    [`${HOST}/statistics/nos_count`]: "17\n",
    [`${HOST}/statistics/reset_statistics`]: "\n",
    [`${HOST}/statistics/fc_no_free_exch`]: "0x1\n",
  });
  const { status, text } = await collect(fibrechannel, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_fibrechannel_info{dev_loss_tmo="",fabric_name="0x",fc_host="host7",port_id="0a0b0c",port_name="2100f4c7aa000001",port_state="Online",port_type="",speed="32 Gbit",supported_classes="",supported_speeds="",symbolic_name=""} 1',
    'node_fibrechannel_nos_total{fc_host="host7"} 17',
    'node_fibrechannel_tx_frames_total{fc_host="host7"} 16',
  ]);
});

test.each([
  ["without a state", {}],
  ["in an unknown state", { [`${HOST}/port_state`]: "Unknown\n" }],
])("a host %s has zeros", async (_, files) => {
  const paths = hostTree({ [`${HOST}/statistics/tx_frames`]: "0x10\n", ...files });
  const { status, families } = await collect(fibrechannel, { paths });
  expect(status).toBe("ok");
  expect(families.size).toBe(15);
  expect(families.get("node_fibrechannel_tx_frames_total")).toContain('{fc_host="host7"} 0\n');
});

test.skipIf(refusingObstacle !== undefined)(
  "a counter that the driver does not support is left out (needs root and FUSE)",
  async () => {
    const host7 = "class/fc_host/host7";
    const { status, skipped, samples } = await collectFrom({
      collector: "fibrechannel",
      files: {
        [`${host7}/port_state`]: "Online\n",
        [`${host7}/statistics/tx_frames`]: "0x10\n",
        [`${host7}/statistics/rx_frames`]: "0x11\n",
      },
      refused: { [`${host7}/statistics/rx_frames`]: "EOPNOTSUPP" },
    });
    expect([status, skipped]).toEqual(["ok", 0]);
    expect(samples.slice(1)).toEqual(['node_fibrechannel_tx_frames_total{fc_host="host7"} 16']);
  },
);

test("has no data without the class", async () => {
  expect((await collect(fibrechannel, { paths: hostTree({}) })).status).toBe("nodata");
});

test("a counter that is no number costs itself", async () => {
  const paths = hostTree({ [`${HOST}/port_state`]: "Linkdown\n", [`${HOST}/statistics/tx_words`]: "lots\n" });
  const { status, message } = await collect(fibrechannel, { paths });
  expect([status, message]).toEqual(["ok", expect.stringContaining('tx_words: "lots" is not a number')]);
});
