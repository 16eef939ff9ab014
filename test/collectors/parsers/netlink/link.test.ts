import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { hardwareAddress, parseLink } from "../../../../src/collectors/parsers/netlink/link.ts";
import { attributeText } from "../../../../src/collectors/parsers/netlink/link_alias.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { byte, header, hex, nested, number, text, whole } from "./builder.ts";

const IFINFOMSG = header(16, { 2: [2, 1], 4: [4, 7], 8: [4, 0x11043] });
const FULL = Buffer.concat([
  IFINFOMSG,
  text(3, "eth0"),
  number(13, 1000),
  byte(16, 6),
  byte(17, 1),
  number(4, 1500),
  number(27, 4),
  number(30, 2),
  number(61, 3),
  nested(18, number(4, 1), text(1, "veth")),
  text(56, "0000:00:03.0"),
  number(5, 9),
  byte(33, 1),
  number(35, 5),
  number(47, 3),
  number(48, 2),
  hex(1, "52:54:00:12:35:02"),
  hex(2, "ff:ff:ff:ff:ff:ff"),
  text(20, "to the router"),
  nested(52, text(53, "enp0s3"), text(53, "lan")),
  number(4000, 1),
]);

test("reads the header and each attribute that is used", () => {
  expect(whole(parseLink)(FULL)).toEqual({
    index: 7,
    type: 1,
    flags: 0x11043,
    name: "eth0",
    address: "52:54:00:12:35:02",
    broadcast: "ff:ff:ff:ff:ff:ff",
    mtu: 1500,
    link: 9,
    transmitQueueLength: 1000,
    operationalState: 6,
    linkMode: 1,
    alias: Buffer.from("to the router\0"),
    group: 4,
    promiscuity: 2,
    allMulticast: 3,
    kind: "veth",
    parentDevice: "0000:00:03.0",
    carrier: 1,
    carrierChanges: 5,
    carrierUpCount: 3,
    carrierDownCount: 2,
    alternativeNames: ["enp0s3", "lan"],
  });
});

test("what the kernel does not tell is undefined or empty, never 0", () => {
  const link = whole(parseLink)(Buffer.concat([IFINFOMSG, text(3, "tun0")]));
  expect(link).toMatchObject({ name: "tun0", address: "", broadcast: "", alternativeNames: [] });
  const missing = [
    "mtu",
    "link",
    "carrier",
    "carrierChanges",
    "carrierUpCount",
    "group",
    "alias",
    "kind",
    "allMulticast",
  ] as const;
  for (const field of missing) expect(link[field]).toBeUndefined();
});

test.each([
  ["a message that ends in the header", IFINFOMSG.subarray(0, 9), "rtnetlink link: message 7 bytes too short"],
  ["a link without name", IFINFOMSG, "rtnetlink link: interface 7 has no name"],
  ["a short number", Buffer.concat([IFINFOMSG, hex(4, "05dc")]), "rtnetlink link: attribute 4 has 2 bytes, expected 4"],
])("%s is an error", (_, bytes, message) => {
  expect(() => whole(parseLink)(bytes)).toThrow(new ParseError(message));
});

test("survives garbage", () => {
  parserSurvivesGarbage(whole(parseLink), FULL);
});

test("hardware addresses have any length", () => {
  const bytes = Buffer.from("80000208fe80000000000000e41d2d03005e0f51", "hex");
  expect(hardwareAddress(bytes, 0, 20)).toBe("80:00:02:08:fe:80:00:00:00:00:00:00:e4:1d:2d:03:00:5e:0f:51");
  expect(hardwareAddress(bytes, 3, 3)).toBe("");
});

test.each([
  ["no alias", undefined, ""],
  ["an alias with blanks around it", Buffer.from("  up link \0"), "up link"],
  ["an alias without zero byte", Buffer.from("x"), "x"],
  ["an alias longer than a sysfs read", Buffer.alloc(255, "y"), "y".repeat(128)],
])("%s as sysfs gives it", (_, alias, want) => {
  expect(attributeText(alias)).toBe(want);
});
