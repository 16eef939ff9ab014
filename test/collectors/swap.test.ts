import { expect, test } from "vitest";
import swap from "../../src/collectors/swap.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives sizes in bytes and the priority", async () => {
  const swaps = "Filename Type Size Used Priority\n/dev/sda2 partition 2048 16 -2\n/a\\040b file 4 0 7\n";
  const { status, text } = await collect(swap, { paths: hostTree({ "proc/swaps": swaps }) });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_swap_priority gauge
node_swap_priority{device="/a\\\\040b",swap_type="file"} 7
node_swap_priority{device="/dev/sda2",swap_type="partition"} -2
# TYPE node_swap_size_bytes gauge
node_swap_size_bytes{device="/a\\\\040b",swap_type="file"} 4096
node_swap_size_bytes{device="/dev/sda2",swap_type="partition"} 2.097152e+06
# TYPE node_swap_used_bytes gauge
node_swap_used_bytes{device="/a\\\\040b",swap_type="file"} 0
node_swap_used_bytes{device="/dev/sda2",swap_type="partition"} 16384
`);
});

test("a host without swap gives nothing", async () => {
  const { status, text } = await collect(swap, {
    paths: hostTree({ "proc/swaps": "Filename Type Size Used Priority\n" }),
  });
  expect([status, text]).toEqual(["ok", ""]);
});

test("fails without the file", async () => {
  const { status, message } = await collect(swap, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});
