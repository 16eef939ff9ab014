import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { snmp6Parser, snmpParser } from "../../../../src/collectors/parsers/procfs/net_snmp.ts";
import { memoryMakesNoDifference, parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened; the numbers are edited. */
const SNMP = `Ip: Forwarding DefaultTTL InReceives
Ip: 2 64 18446744073709551615
Tcp: RtoAlgorithm MaxConn ActiveOpens
Tcp: 1 -1 33
`;
const SNMP6 = `Ip6InReceives                   \t12
Icmp6OutType133                 \t4
UdpLite6InErrors                \t0
`;

test("pairs names and values", () => {
  const protocols = snmpParser()(Buffer.from(SNMP), "snmp");
  expect(protocols).toEqual([
    { names: { protocol: "Ip", fields: ["Forwarding", "DefaultTTL", "InReceives"] }, values: [2, 64, 2 ** 64] },
    { names: { protocol: "Tcp", fields: ["RtoAlgorithm", "MaxConn", "ActiveOpens"] }, values: [1, -1, 33] },
  ]);
});

test("gives the same names object again for the same line", () => {
  const parse = snmpParser();
  const [first] = parse(Buffer.from(SNMP), "snmp");
  const [second] = parse(Buffer.from(SNMP.replace(" 64 ", " 65 ")), "snmp");
  expect(second?.names).toBe(first?.names);
  expect(second?.values[1]).toBe(65);
});

test("takes any float", () => {
  expect(snmpParser()(Buffer.from("Ip: A B\nIp: 1.5 1e3\n"), "snmp")[0]?.values).toEqual([1.5, 1000]);
});

test.each([
  ["too few values", "Ip: A B\nIp: 1\n", 'snmp: 1 values of 2 Ip counters in "Ip: 1"'],
  ["too many values", "Ip: A\nIp: 1 2\n", 'snmp: 2 values of 1 Ip counters in "Ip: 1 2"'],
  ["a value that is no number", "Ip: A\nIp: x\n", 'snmp: "x" is not a number in "Ip: x"'],
  ["an empty line", "\nIp: 1\n", 'snmp: no protocol in ""'],
])("%s is an error", (_, text, message) => {
  expect(() => snmpParser()(Buffer.from(text), "snmp")).toThrow(new ParseError(message));
});

test("names without values are an error", () => {
  expect(() => snmpParser()(Buffer.from("Ip: A\n"), "snmp")).toThrow("snmp: no values of Ip");
});

test("reads snmp6 and leaves out lines of no IPv6 protocol", () => {
  expect(snmp6Parser()(Buffer.from(`Other 7\n${SNMP6}Other 7\nIp6Empty\n`), "snmp6")).toEqual({
    names: ["Ip6InReceives", "Icmp6OutType133", "UdpLite6InErrors"],
    values: [12, 4, 0],
  });
});

test("gives the same names of snmp6 again until they change", () => {
  const parse = snmp6Parser();
  const read = (text: string) => parse(Buffer.from(text), "snmp6");
  const { names } = read(SNMP6);
  expect(read(SNMP6.replace("12", "13"))).toEqual({ names, values: [13, 4, 0] });
  expect(read(SNMP6).names).toBe(names);
  const lines = SNMP6.split("\n");
  for (const less of [lines.slice(1), lines.slice(0, 2), ["Ip6New 1", ...lines]]) {
    const found = read(`${less.filter((line) => line !== "").join("\n")}\n`);
    expect(found.names).toEqual(less.filter((line) => line !== "").map((line) => line.split(/\s/)[0]));
    expect(found.values).toHaveLength(found.names.length);
  }
  expect(names).toHaveLength(3);
});

test("names that come to stand before others are read anew", () => {
  const parse = snmpParser();
  const read = (text: string) => parse(Buffer.from(text), "snmp").map(({ names, values }) => [names.fields, values]);
  expect(read("Ip: A B\nIp: 1 2\nTcp: C\nTcp: 3\n")).toEqual([
    [
      ["A", "B"],
      [1, 2],
    ],
    [["C"], [3]],
  ]);
  expect(read("Ip: B A\nIp: 1 2\nUdp: D\nUdp: 4\nTcp: C\nTcp: 3\n")).toEqual([
    [
      ["B", "A"],
      [1, 2],
    ],
    [["D"], [4]],
    [["C"], [3]],
  ]);
});

test("a line of names cut short is not taken for the whole one", () => {
  const parse = snmpParser();
  expect(() => parse(Buffer.from("Ip: A"), "snmp")).toThrow("no values");
  expect(parse(Buffer.from("Ip: A B\nIp: 1 2\n"), "snmp")[0]?.values).toEqual([1, 2]);
});

test("a line of too many values leaves none behind", () => {
  const parse = snmpParser();
  const good = Buffer.from("Ip: A B\nIp: 1 2\n");
  parse(good, "snmp");
  expect(() => parse(Buffer.from("Ip: A B\nIp: 3 4 5\n"), "snmp")).toThrow("3 values of 2 Ip counters");
  expect(parse(good, "snmp")[0]?.values).toEqual([1, 2]);
});

test("a value of snmp6 that is no number is an error", () => {
  expect(() => snmp6Parser()(Buffer.from("Ip6InReceives x\n"), "snmp6")).toThrow(ParseError);
});

test("both survive garbage", () => {
  parserSurvivesGarbage(snmpParser(), SNMP);
  parserSurvivesGarbage(snmp6Parser(), SNMP6);
});

test("what both remember makes no difference", () => {
  memoryMakesNoDifference(snmpParser, SNMP);
  memoryMakesNoDifference(snmp6Parser, SNMP6);
});
