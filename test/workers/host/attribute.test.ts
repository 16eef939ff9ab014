import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { type Directory, REQUIRED } from "../../../src/collectors/kit/host.ts";
import { parseUint } from "../../../src/collectors/parsers/numbers.ts";
import { hostTree } from "../../support/tree.ts";
import { CALLS, openTree } from "./open-tree.ts";

describe.each(CALLS)("through %s", (_, calls) => {
  const open = (path: string, limit?: number) => openTree(calls, path, limit);

  test("attributes are trimmed, cut at 128 bytes, and decoded", () => {
    const { sysfs } = hostTree({
      "sys/d/mtu": " 1500 \n",
      "sys/d/long": `${"x".repeat(126)}é is cut`,
      "sys/d/longer": "y".repeat(200),
      "sys/d/bytes": Buffer.from([97, 0xff, 98]),
      "sys/d/empty": "",
      "sys/top": "1\n",
    });
    const { tree } = open(sysfs);
    const directory = tree.directory("d");
    expect(directory.attribute("mtu")).toBe("1500");
    expect(directory.attribute("long")).toBe(`${"x".repeat(126)}é`);
    expect(directory.attribute("longer")).toHaveLength(128);
    expect(directory.attribute("bytes")).toBe("a\udcffb");
    expect(directory.attribute("empty")).toBe("");
    expect(tree.attribute("d/mtu")).toBe("1500");
    expect(tree.attribute("top")).toBe("1");
    writeFileSync(join(sysfs, "d/mtu"), "9000\n");
    expect(directory.attribute("mtu")).toBe("9000");
  });

  test("only tolerated errors make an attribute absent", () => {
    const { sysfs } = hostTree({ "sys/d/folder/x": "" });
    const { tree, skipped } = open(sysfs);
    const directory = tree.directory("d");
    expect(directory.attributeIf("none")).toBeUndefined();
    expect(tree.attributeIf("none/mtu")).toBeUndefined();
    expect(() => directory.attribute("none")).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(() => directory.attribute("none")).toThrow(`${sysfs}/d/none`);
    expect(tree.attributeIf("d/folder", new Set(["EISDIR"]))).toBeUndefined();
    expect(skipped.count).toBe(0);
  });

  test("an attribute that cannot be read is reported, and thrown when its device has gone", () => {
    const { sysfs } = hostTree({ "sys/d/folder/x": "" });
    const { tree, skipped } = open(sysfs);
    const reported = (read: (directory: Directory) => unknown): unknown => {
      skipped.clear();
      return [read(tree.directory("d")), skipped.count, skipped.first];
    };
    expect(reported((directory) => directory.attributeIf("folder"))).toEqual([undefined, 1, errorLike("EISDIR")]);
    expect(reported((directory) => directory.attributeIf("none", REQUIRED))).toEqual([
      undefined,
      1,
      errorLike("ENOENT"),
    ]);
    expect(reported(() => tree.attributeIf("d/folder/x/y"))).toEqual([undefined, 1, errorLike("ENOTDIR")]);
    expect(reported((directory) => directory.uintIf("folder"))).toEqual([undefined, 1, errorLike("EISDIR")]);
    expect(reported((directory) => directory.parsedIf("folder", parseUint))).toEqual([
      undefined,
      1,
      errorLike("EISDIR"),
    ]);
    const directory = tree.directory("d");
    rmSync(join(sysfs, "d"), { recursive: true });
    expect(() => directory.attributeIf("folder", REQUIRED)).toThrow("ENOENT");
  });

  test("attributes of any other form", () => {
    const { sysfs } = hostTree({ "sys/d/speed": "8.0 GT/s\n", "sys/d/empty": "" });
    const { tree, skipped } = open(sysfs);
    const directory = tree.directory("d");
    const giga = (value: string, path: string): number => {
      const number = Number.parseFloat(value);
      if (Number.isNaN(number)) throw new ParseError(`${path} is odd`);
      return number;
    };
    expect(directory.parsedIf("speed", giga)).toBe(8);
    expect([directory.parsedIf("none", giga), directory.parsedIf("none", giga, undefined, -1)]).toEqual([
      undefined,
      -1,
    ]);
    expect([directory.parsedIf("empty", giga), skipped.first]).toEqual([
      undefined,
      new ParseError(`${sysfs}/d/empty is odd`),
    ]);
    skipped.clear();
    expect([directory.parsedIf("speed", () => undefined), skipped.first]).toEqual([
      undefined,
      new ParseError(`${sysfs}/d/speed: "8.0 GT/s" is not a number`),
    ]);
  });

  test("attributes as unsigned integers", () => {
    const { sysfs } = hostTree({
      "sys/d/n": "0\n",
      "sys/d/word": "<unknown>\n",
      "sys/d/empty": "",
      "sys/d/folder/x": "",
    });
    const { tree, skipped } = open(sysfs);
    const directory = tree.directory("d");
    const read = (text: string) => {
      writeFileSync(join(sysfs, "d/n"), text);
      return directory.uintIf("n");
    };
    expect(["0\n", "7", "7\n", "8\n", " 12 \n", "123456789012345\n"].map(read)).toEqual([
      0, 7, 7, 8, 12, 123456789012345,
    ]);
    expect(read("18446744073709551615\n")).toBe(2 ** 64);
    expect(directory.attribute("n")).toBe("18446744073709551615");
    const refused = ["-1\n", "1.5", "1 2", "0x10", "18446744073709551616", "\n"];
    expect(refused.map(read)).toEqual(refused.map(() => undefined));
    expect(skipped.count).toBe(refused.length);
    skipped.clear();
    expect([directory.uintIf("word"), directory.uintIf("empty"), directory.uintIf("none")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([skipped.count, skipped.first?.message]).toEqual([2, `${sysfs}/d/word: "<unknown>" is not a number`]);
    expect(read("3\n")).toBe(3);
  });
});

function errorLike(code: string): unknown {
  return expect.objectContaining({ code });
}
