import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseKstatIo, parseKstatNamed, parseKstatObjectSet } from "../../../../src/collectors/parsers/procfs/kstat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const NAMED = `9 1 0x01 5 240 1000 2000
name                            type data
hits                            4    18446744073709551615
arc_need_free                   3    -5
label                           7    some words
misses                          4    2
`;
const OBJECT_SET = `30 1 0x01 7 2160 1 2
name                            type data
dataset_name                    7    tank/home of  users
writes                          4    11
ratio                           3    -1
reads                           4    12
`;
const IO = `12 3 0x00 1 80 1 2
nread    nwritten reads    writes   wtime    wlentime wupdate  rtime    rlentime rupdate  wcnt     rcnt
1        2        3        4        5        6        7        8        9        10       11       12
`;

test("reads signed and unsigned values", () => {
  expect(parseKstatNamed(Buffer.from(NAMED), "arcstats")).toEqual([
    { name: "hits", value: 2 ** 64 },
    { name: "arc_need_free", value: -5 },
    { name: "misses", value: 2 },
  ]);
});

test("reads a dataset whose name holds blanks", () => {
  expect(parseKstatObjectSet(Buffer.from(OBJECT_SET), "objset-0x1")).toEqual({
    dataset: "tank/home of  users",
    values: [
      { name: "writes", value: 11 },
      { name: "reads", value: 12 },
    ],
  });
});

test("reads the I/O of a pool", () => {
  const values = parseKstatIo(Buffer.from(IO), "io");
  expect(values).toHaveLength(12);
  expect(values[1]).toEqual({ name: "nwritten", value: 2 });
});

test.each([
  [parseKstatNamed, "", 'file: no heading name type data in ""'],
  [parseKstatNamed, "name type data\nhits 4 x\n", 'file: "x" is not a number in "hits 4 x"'],
  [parseKstatObjectSet, "1 2 3\n", 'file: no heading name type data in ""'],
  [parseKstatIo, "", 'file: no heading that begins with nread in ""'],
  [parseKstatIo, "nread nwritten\n1 2\n", 'file: no heading that begins with nread in ""'],
  [parseKstatIo, IO.replace("12\n", "\n"), /^file: "" is not a number in "1 {8}2/],
])("refuses %#", (parse, text, message) => {
  const run = () => parse(Buffer.from(text), "file");
  expect(run).toThrow(ParseError);
  expect(run).toThrow(message);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseKstatNamed, NAMED);
  parserSurvivesGarbage(parseKstatObjectSet, OBJECT_SET);
  parserSurvivesGarbage(parseKstatIo, IO);
});
