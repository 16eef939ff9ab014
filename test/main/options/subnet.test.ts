import { BlockList } from "node:net";
import { expect, test } from "vitest";
import { parseSubnet, type Subnet } from "../../../src/main/options/subnet.ts";

test.each<[string, Subnet]>([
  ["10.0.0.0/8", { family: "ipv4", address: "10.0.0.0", prefix: 8 }],
  ["10.1.2.3/8", { family: "ipv4", address: "10.1.2.3", prefix: 8 }],
  ["0.0.0.0/0", { family: "ipv4", address: "0.0.0.0", prefix: 0 }],
  ["192.0.2.1", { family: "ipv4", address: "192.0.2.1", prefix: 32 }],
  ["fd00::/8", { family: "ipv6", address: "fd00::", prefix: 8 }],
  ["::1", { family: "ipv6", address: "::1", prefix: 128 }],
])("%s", (text, want) => {
  const subnet = parseSubnet(text);
  expect(subnet).toEqual(want);
  const list = new BlockList();
  list.addSubnet(subnet.address, subnet.prefix, subnet.family);
  expect(list.check(subnet.address, subnet.family)).toBe(true);
});

test.each([
  "",
  "any",
  "10.0.0/8",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/-1",
  "10.0.0.0/8/8",
  "fd00::/129",
  "fe80::1%eth0/64",
  "[::1]",
  "10.0.0.0/8 ",
])("%j is none", (text) => {
  expect(() => parseSubnet(text)).toThrow(`--web.allow-cidr: "${text}" `);
});
