import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { KeptFile } from "../../../src/main/self/kept-file.ts";
import { NetworkOctets } from "../../../src/main/self/network-octets.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";

const folder = temporaryDirectory();
const path = join(folder, "netstat");

afterEach(() => rmSync(path, { force: true }));

test("finds the columns by name, after the lines of other protocols", () => {
  expect(read(netstat("InNoRoutes InOctets OutOctets InMcastOctets", "5 100 200 7"))).toEqual([100, 200]);
  expect(read(netstat("OutOctets InOctets", "200 18446744073709551615"))).toEqual([2 ** 64, 200]);
});

test("reads again what changed, in values, their digits, names and place", () => {
  const octets = new NetworkOctets(new KeptFile(path, 4096));
  const contents: [string, [number, number]][] = [
    [netstat("InNoRoutes InOctets OutOctets", "0 9 99"), [9, 99]],
    [netstat("InNoRoutes InOctets OutOctets", "0 10 100"), [10, 100]],
    [netstat("InNoRoutes InOctets OutOctets", "0 11 101", "12345"), [11, 101]],
    [netstat("InNoRoutes InOctets OutOctets", "0 1 2", "1"), [1, 2]],
    [netstat("InNoRoutes InTruncatedPkts InOctets OutOctets", "0 0 3 4"), [3, 4]],
    [netstat("InOctets OutOctets", "5 6"), [5, 6]],
  ];
  for (const [content, figures] of contents) {
    writeFileSync(path, content);
    octets.update();
    expect([octets.received, octets.transmitted]).toEqual(figures);
  }
});

test.each([
  ["no line of IpExt", "TcpExt: A\nTcpExt: 1\n"],
  ["names without values", "TcpExt: A\nTcpExt: 1\nIpExt: InOctets OutOctets\n"],
  ["neither column", netstat("InNoRoutes", "1")],
  ["too few values", netstat("InNoRoutes InOctets OutOctets", "1")],
  ["values that are none", netstat("InOctets OutOctets", "x -1")],
  ["an empty file", ""],
])("%s: unknown", (_, content) => {
  expect(read(content)).toEqual([Number.NaN, Number.NaN]);
});

test("no file: unknown, also after one that was there", () => {
  const octets = new NetworkOctets(new KeptFile(path, 4096));
  octets.update();
  expect([octets.received, octets.transmitted]).toEqual([Number.NaN, Number.NaN]);
  writeFileSync(path, netstat("InOctets OutOctets", "1 2"));
  octets.update();
  expect([octets.received, octets.transmitted]).toEqual([1, 2]);
  writeFileSync(path, "");
  octets.update();
  expect([octets.received, octets.transmitted]).toEqual([Number.NaN, Number.NaN]);
});

test("numbers that the file had once do not count when it is shorter", () => {
  const octets = new NetworkOctets(new KeptFile(path, 4096));
  writeFileSync(path, netstat("InOctets OutOctets", "1 2"));
  octets.update();
  writeFileSync(path, "TcpExt: A\nTcpExt: 1\n");
  octets.update();
  expect([octets.received, octets.transmitted]).toEqual([Number.NaN, Number.NaN]);
});

function read(content: string): [number, number] {
  writeFileSync(path, content);
  const octets = new NetworkOctets(new KeptFile(path, 4096));
  octets.update();
  return [octets.received, octets.transmitted];
}

function netstat(names: string, values: string, tcp = "7"): string {
  return `TcpExt: SyncookiesSent\nTcpExt: ${tcp}\nIpExt: ${names}\nIpExt: ${values}\nMPTcpExt: InOctets\nMPTcpExt: 1\n`;
}
