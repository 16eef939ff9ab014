import { expect, test } from "vitest";
import bonding from "../../src/collectors/bonding.ts";
import { collect } from "../support/collect.ts";
import { samplesOf } from "../support/samples.ts";
import { hostTree } from "../support/tree.ts";

const NET = "sys/class/net";

test("counts slaves and those that are up, with either name of the folder", async () => {
  const paths = hostTree({
    [`${NET}/bonding_masters`]: "bond0 bond1\n",
    [`${NET}/bond0/bonding/slaves`]: "eth0 eth1\n",
    [`${NET}/bond0/lower_eth0/bonding_slave/mii_status`]: "up\n",
    [`${NET}/bond0/slave_eth1/bonding_slave/mii_status`]: "down\n",
    [`${NET}/bond1/bonding/slaves`]: "\n",
  });
  const { status, text } = await collect(bonding, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_bonding_active gauge
node_bonding_active{master="bond0"} 1
node_bonding_active{master="bond1"} 0
# TYPE node_bonding_slaves gauge
node_bonding_slaves{master="bond0"} 2
node_bonding_slaves{master="bond1"} 0
`);
});

test("no bonding module is no data", async () => {
  expect(await collect(bonding, { paths: hostTree({}) })).toMatchObject({ status: "nodata", text: "" });
});

test("a master that is gone is left out, a slave that is gone is not active", async () => {
  const masters = { [`${NET}/bonding_masters`]: "bond0 bond1\n", [`${NET}/bond1/bonding/slaves`]: "eth0\n" };
  const { status, skipped, text } = await collect(bonding, { paths: hostTree(masters) });
  expect([status, skipped]).toEqual(["ok", 0]);
  expect(samplesOf(text)).toEqual(['node_bonding_active{master="bond1"} 0', 'node_bonding_slaves{master="bond1"} 1']);
});

test("a name that would lead elsewhere is left out", async () => {
  const { status, skipped, text } = await collect(bonding, {
    paths: hostTree({
      [`${NET}/bonding_masters`]: "bond0 ../x\n",
      [`${NET}/bond0/bonding/slaves`]: "a/b eth1\n",
      [`${NET}/bond0/lower_eth1/bonding_slave/mii_status`]: "up\n",
    }),
  });
  expect([status, skipped]).toEqual(["ok", 2]);
  expect(samplesOf(text)).toEqual(['node_bonding_active{master="bond0"} 1', 'node_bonding_slaves{master="bond0"} 1']);
});

test("any other error fails", async () => {
  const { status, message } = await collect(bonding, { paths: hostTree({ [`${NET}/bonding_masters/`]: "" }) });
  expect(status).toBe("failed");
  expect(message).toContain("EISDIR");
});
