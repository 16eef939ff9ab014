import { expect, test } from "vitest";
import entropy from "../../src/collectors/entropy.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const AVAILABLE = { "proc/sys/kernel/random/entropy_avail": "1337\n" };

test("gives entropy and pool size", async () => {
  const { status, text } = await collect(entropy, {
    paths: hostTree({ ...AVAILABLE, "proc/sys/kernel/random/poolsize": "4096\n" }),
  });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_entropy_available_bits gauge
node_entropy_available_bits 1337
# TYPE node_entropy_pool_size_bits gauge
node_entropy_pool_size_bits 4096
`);
});

test("without pool size the entropy is shown", async () => {
  const { status, message, families } = await collect(entropy, { paths: hostTree(AVAILABLE) });
  expect([status, message]).toEqual(["ok", expect.stringContaining("poolsize")]);
  expect([...families.keys()]).toEqual(["node_entropy_available_bits"]);
});

test("without entropy fails", async () => {
  const { status, families } = await collect(entropy, { paths: hostTree({}) });
  expect([status, families.size]).toEqual(["failed", 0]);
});

test("a missing procfs ends the start", () => {
  expect(() => openCollector(entropy, { paths: { procfs: "/missing" } })).toThrow("--path.procfs: /missing");
});
