import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/errors.ts";
import udpQueues from "../../src/collectors/udp_queues.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const row = (queues: string) => `header\n 1: 0:1 0:0 07 ${queues} 00:0 0 101 0 5311 2 00000000a1b2c3d4 0\n`;

test("gives both queues of both families", async () => {
  const paths = hostTree({ "proc/net/udp": row("01:02"), "proc/net/udp6": row("03:0a") });
  const { status, text } = await collect(udpQueues, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_udp_queues gauge
node_udp_queues{ip="v4",queue="rx"} 2
node_udp_queues{ip="v4",queue="tx"} 1
node_udp_queues{ip="v6",queue="rx"} 10
node_udp_queues{ip="v6",queue="tx"} 3
`);
});

test("a host without IPv6 gives IPv4 alone", async () => {
  const { status, text } = await collect(udpQueues, { paths: hostTree({ "proc/net/udp": row("01:02") }) });
  expect(status).toBe("ok");
  expect(text).not.toContain("v6");
});

test("neither file is no data", async () => {
  expect(await collect(udpQueues, { paths: hostTree({}) })).toMatchObject({ status: "nodata" });
});

test("a malformed file fails", async () => {
  const { status, message } = await collect(udpQueues, { paths: hostTree({ "proc/net/udp": "header\nx\n" }) });
  expect(status).toBe("failed");
  expect(message).toContain("net/udp: ");
});

test("needs procfs at start", async () => {
  await expect(collect(udpQueues, { paths: { procfs: "/nonexistent" } })).rejects.toThrow(ConfigurationError);
});

test("reads this host", async () => {
  expect(await collect(udpQueues)).toMatchObject({ status: "ok" });
});
