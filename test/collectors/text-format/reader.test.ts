import fc from "fast-check";
import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { escapeLabelValue } from "../../../src/collectors/text-format/escape.ts";
import { formatNumber } from "../../../src/collectors/text-format/number.ts";
import { checkTextFormat, readTextFormat, TEXTFILE } from "../../../src/collectors/text-format/reader.ts";
import { fuzzBudget } from "../../support/fuzz-budget.ts";
import { damaged, parserSurvivesGarbage } from "../../support/garbage.ts";

const parse = (text: string | Buffer) => readTextFormat(Buffer.from(text), "x.prom");

/** Families as short texts: name, type, help, and each series with its value. */
function short(text: string): string[] {
  return parse(text).families.map(({ name, type, help, labelNames, labelValues, series, values, distributions }) => {
    const rows = Array.from({ length: series }, (_, row) => {
      const labels = labelNames.map((label, i) => `${label}=${labelValues[i]?.[row]}`).join(",");
      const { sum, count, points } = distributions[row] ?? { sum: 0, count: 0, points: [] };
      const parts = points.map(({ bound, value }) => `${bound}:${value}`).join(" ");
      return `{${labels}} ${distributions.length > 0 ? `[${parts}] ${sum}/${count}` : values[row]}`;
    });
    return [`${name} ${type}${help === undefined ? "" : ` "${help}"`}`, ...rows].join("; ");
  });
}

test.each<[string, string, string[]]>([
  ["nothing", "", []],
  ["empty lines and blanks", "\n \t\n   ", []],
  ["a bare sample", "a 1\n", ["a untyped; {} 1"]],
  ["empty braces", "a{} 1\n", ["a untyped; {} 1"]],
  ["names with colons and digits", ":a_9:b 1\n", [":a_9:b untyped; {} 1"]],
  ["no blank before the value", 'a{b="c"}1\n', ["a untyped; {b=c} 1"]],
  ["blanks wherever they may be", ' a\t{ b\t=\t"c" , d = "e" ,\t} \t2\n', ["a untyped; {b=c,d=e} 2"]],
  ["types in any case", "# TYPE a CoUnTeR\na 1\n# TYPE b GAUGE\nb 2\n", ["a counter; {} 1", "b gauge; {} 2"]],
  ["help with escapes", '# HELP a b\\\\c\\nd\\" e \na 1\n', ['a untyped "b\\c\nd" e "; {} 1']],
  ["help behind samples", "a 1\n# HELP a late\n", ['a untyped "late"; {} 1']],
  ["help without a text", "# HELP a\n# HELP a   \n# HELP a yes\na 1\n", ['a untyped "yes"; {} 1']],
  ["help and type of nothing", "# HELP a b\n# TYPE a counter\n", []],
  ["comments", "# \n#\n#HELP\n# HELPER a b\n# TYPE\n# EOF\n#no blank\na 1\n", ["a untyped; {} 1"]],
  ["type without a word", "# TYPE a\n# TYPE a \na 1\n", ["a untyped; {} 1"]],
  ["escapes in label values", 'a{b="\\\\ \\" \\n"} 1\n', ['a untyped; {b=\\ " \n} 1']],
  ["UTF-8 in label values", 'a{b="größe \u{1f4a1}"} 1\n', ["a untyped; {b=größe \u{1f4a1}} 1"]],
  ["the name in braces", '{"a",b="c"} 1\n{b="d","a"} 2\n{"a"} 3\n', ["a untyped; {b=} 3; {b=c} 1; {b=d} 2"]],
  ["missing labels", 'a{b="1"} 1\na{c="2"} 2\na 3\n', ["a untyped; {b=,c=} 3; {b=,c=2} 2; {b=1,c=} 1"]],
  ["labels in any order", 'a{c="1",b="2"} 1\na{b="1",c="9"} 2\n', ["a untyped; {b=1,c=9} 2; {b=2,c=1} 1"]],
  [
    "families in the order of their lines",
    "b 1\na 2\nb_count 3\n",
    ["b untyped; {} 1", "a untyped; {} 2", "b_count untyped; {} 3"],
  ],
  [
    "a histogram",
    '# TYPE h histogram\nh_bucket{le="+Inf"} 3\nh_bucket{le="0.5"} 1\nh_sum 2.5\nh_count 3\n',
    ["h histogram; {} [0.5:1 Infinity:3] 2.5/3"],
  ],
  [
    "histograms by their other labels",
    '# TYPE h histogram\nh_bucket{a="x",le="1"} 1\nh_bucket{le="1",a="y"} 2\nh_count{a="y"} 2\nh_count 9\n',
    ["h histogram; {a=} [] 0/9; {a=x} [1:1] 0/0; {a=y} [1:2] 0/2"],
  ],
  [
    "a summary",
    '# TYPE s summary\ns{quantile="0.9"} 4\ns{quantile="0.5"} NaN\ns_sum 2.5\ns_count 3.7\n',
    ["s summary; {} [0.5:NaN 0.9:4] 2.5/3"],
  ],
  ["a summary without parts", "# TYPE s summary\ns 4\n", ["s summary; {} [] 0/0"]],
  [
    "parts without a type before them",
    'h_bucket{le="1"} 1\nh_count 2\n# TYPE h gauge\nh 3\n',
    ["h_bucket untyped; {le=1} 1", "h_count untyped; {} 2", "h gauge; {} 3"],
  ],
  [
    "a gauge histogram without samples",
    "# TYPE g gaugehistogram\n# TYPE h gauge_histogram\na 1\n",
    ["a untyped; {} 1"],
  ],
])("reads %s", (_, text, want) => {
  expect(short(text)).toEqual(want);
});

test.each<[string, number]>([
  ["0", 0],
  ["-0", -0],
  ["1.", 1],
  [".5", 0.5],
  ["+1e3", 1000],
  ["12345.678", 12345.678],
  ["0.000001", 0.000001],
  ["999999999999999", 999999999999999],
  ["18446744073709551615", 2 ** 64],
  ["1e-400", 0],
  ["+Inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["NaN", Number.NaN],
])("value %s", (text, want) => {
  expect(parse(`a ${text}\n`).families[0]?.values).toEqual([want]);
});

test.each(["1e400", "0x10", "0x1p-2", "1_000", "1,5", "one", "", "+NaN", ".", "1\r", "--1", "1e", "1.2.3"])(
  "value %j is none",
  (text) => {
    expect(() => parse(`ok 1\na ${text}\n`)).toThrow(ParseError);
    expect(() => parse(`ok 1\na ${text}\n`)).toThrow("x.prom: line 2: expected a number as value");
  },
);

test.each<[string, string | Buffer, string]>([
  ["a sample without a line break", "a 1", "line 1: the file ends within a line"],
  ["a comment without a line break", "a 1\n# b", "line 2: the file ends within a line"],
  ["an open label set", 'a 1\n\na{b="c', "line 3: the file ends within a line"],
  ["a name alone", "a\n", 'line 1: expected a number as value, got ""'],
  ["a name that starts with a digit", "9a 1\n", "line 1: invalid metric name"],
  ["a name with a dash", "a-b 1\n", "line 1: expected a number as value"],
  ["a byte order mark", "\u{feff}a 1\n", "line 1: invalid metric name"],
  ["a carriage return", "a 1\r\n", "line 1: expected a number"],
  ["a quoted name that is not a legacy one", '{"a.b"} 1\n', 'line 1: invalid metric name "a.b"'],
  ["two names in braces", '{"a","b"} 1\n', "line 1: expected '=' after label name b"],
  ["no name in braces", '{a="b"} 1\n', "line 1: no metric name"],
  ["a bad name in a comment", "# TYPE a-b counter\n", "line 1: invalid metric name in a TYPE line"],
  ["a second HELP", "# HELP a b\n# HELP a b\n", "line 2: second HELP line for a"],
  ["a second TYPE", "# TYPE a counter\n# TYPE a counter\n", "line 2: second TYPE line for a"],
  ["a TYPE behind samples", "a 1\n# TYPE a counter\n", "line 2: second TYPE line for a, or one after samples"],
  ["an unknown type", "# TYPE a info\n", 'line 1: unknown metric type "info"'],
  ["a type with something behind it", "# TYPE a counter \n", 'line 1: unknown metric type "counter "'],
  ["a type of Object", "# TYPE a constructor\n", "line 1: unknown metric type"],
  ["a bad escape in HELP", "# HELP a \\t\n", "line 1: invalid escape sequence"],
  ["a bad escape in a label", 'a{b="\\t"} 1\n', "line 1: invalid escape sequence"],
  ["a bad label name", 'a{9="x"} 1\n', "line 1: invalid label name"],
  ["a bad quoted label name", 'a{"b.c"="x"} 1\n', 'line 1: invalid label name "b.c"'],
  ["a lone comma", 'a{,b="x"} 1\n', "line 1: invalid label name"],
  ["a label without a value", "a{b} 1\n", "line 1: expected '=' after label name b"],
  ["a label value without quotes", "a{b=c} 1\n", "line 1: expected '\"'"],
  ["a label value over two lines", 'a{b="c\n"} 1\n', "line 1: a quoted text does not end on its line"],
  ["labels without a comma", 'a{b="c" d="e"} 1\n', "line 1: expected ',' or '}' after label b"],
  ["a label twice", 'a{b="c",b="d"} 1\n', "line 1: label b twice"],
  ["le twice", '# TYPE h histogram\nh_bucket{le="1",le="2"} 1\n', "line 2: label le twice"],
  ["a reserved label", 'a{__name__="c"} 1\n', "line 1: label name __name__ is reserved"],
  ["a label of Prometheus itself", 'a{__x="c"} 1\n', "line 1: label name __x is reserved"],
  [
    "a label value that is not UTF-8",
    Buffer.from('a{b="\u{ff}"} 1\n', "latin1"),
    "line 1: a label value is not valid UTF-8",
  ],
  ["a timestamp", "a 1 1700000000000\n", "line 1: timestamps are not supported"],
  ["a blank behind the value", "a 1 \n", 'line 1: expected a line break after the value, got ""'],
  ["something behind the value", "a 1 x\n", 'line 1: expected a line break after the value, got "x"'],
  ["an exemplar", "a 1 # {} 1\n", 'line 1: expected a line break after the value, got "#"'],
  ["a bad le", '# TYPE h histogram\nh_bucket{le="x"} 1\n', 'line 2: expected a number as le, got "x"'],
  ["a bad quantile", '# TYPE s summary\ns{quantile=""} 1\n', "line 2: expected a number as quantile"],
  ["a negative bucket", '# TYPE h histogram\nh_bucket{le="1"} -1\n', "line 2: negative count in h"],
  ["a negative count", "# TYPE h histogram\nh_count -1\n", "line 2: negative count in h"],
  ["a gauge histogram", '# TYPE g gaugehistogram\ng_bucket{le="1"} 1\n', "line 2: g_bucket is a gauge histogram"],
])("refuses %s", (_, text, message) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(`x.prom: ${message}`);
});

test.each<[string, string, string[], object[]]>([
  [
    "the first of a sample",
    'a{b="1"} 1\na{b="2"} 2\na{b="1"} 3\n',
    ["a untyped; {b=1} 1; {b=2} 2"],
    [{ line: 3, family: "a", counts: "first" }],
  ],
  [
    "the first of a sample with an empty label",
    'a{b=""} 1\na 2\n',
    ["a untyped; {b=} 1"],
    [{ line: 2, family: "a", counts: "first" }],
  ],
  [
    "the last of a bucket",
    '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="1.0"} 2\n',
    ["h histogram; {} [1:2] 0/0"],
    [{ line: 3, family: "h", counts: "last" }],
  ],
  [
    "the last of a quantile",
    '# TYPE s summary\ns{quantile="0.5"} 1\ns{quantile="0.5"} 2\ns{quantile="0.5"} 3\n',
    ["s summary; {} [0.5:3] 0/0"],
    [
      { line: 3, family: "s", counts: "last" },
      { line: 4, family: "s", counts: "last" },
    ],
  ],
  [
    "the last of a sum and a count",
    "# TYPE s summary\ns_sum 1\ns_sum 2\ns_count 3\ns_count 4\n",
    ["s summary; {} [] 2/4"],
    [
      { line: 3, family: "s", counts: "last" },
      { line: 5, family: "s", counts: "last" },
    ],
  ],
])("keeps %s that comes twice, and reports the line", (_, text, families, repetitions) => {
  expect(short(text)).toEqual(families);
  expect(parse(text).repetitions).toEqual(repetitions);
});

test("notes 20 repetitions of a family", () => {
  expect(parse("a 1\n".repeat(100)).repetitions).toHaveLength(20);
});

test("refuses files with too much in them", () => {
  const labels = Array.from({ length: 301 }, (_, i) => `l${i}="x"`).join(",");
  expect(() => parse(`a{${labels}} 1\n`)).toThrow("line 1: more than 300 labels");
  expect(() => parse("a 1\n".repeat(1_000_001))).toThrow("line 1000001: more than 1000000 samples");
  const manyNames = Array.from({ length: 1001 }, (_, i) => `a{l${i}="x"} 1\n`).join("");
  expect(() => parse(manyNames)).toThrow("line 1001: too many labels in a");
  const families = Array.from({ length: 10_001 }, (_, i) => `a${i} 1\n`);
  expect(parse(families.slice(1).join("")).families).toHaveLength(10_000);
  expect(() => parse(families.join(""))).toThrow("line 10001: more than 10000 metric names");
  expect(parse(`# HELP a ${"x".repeat(65_535)}\na 1\n`).families[0]?.help).toHaveLength(65_535);
  expect(() => parse(`# HELP a ${"x".repeat(65_536)}\na 1\n`)).toThrow("line 1: HELP text of more than 65536 bytes");
});

test("remembers the lines of a family and of each series", () => {
  const text = `# HELP b

# HELP a Text.
a{x="2"} 1
# TYPE b gauge
a{x="1"} 1
b 1
# TYPE h histogram
h_sum{x="2"} 1
h_sum{x="1"} 1
h_count{x="2"} 1
`;
  expect(parse(text).families.map(({ lines }) => lines)).toEqual([
    { first: 3, help: 3, type: undefined, series: [6, 4] },
    { first: 5, help: undefined, type: 5, series: [7] },
    { first: 8, help: undefined, type: 8, series: [10, 9] },
  ]);
});

test("ignores timestamps where they are of no interest", () => {
  const rules = { ...TEXTFILE, timestamps: "ignored" } as const;
  const read = (text: string) => readTextFormat(Buffer.from(text), "x", rules).families[0]?.values;
  expect(read("a 1 1700000000000\n")).toEqual([1]);
  expect(read("a 1 -5 \n")).toEqual([1]);
  expect(read("a 1 \n")).toEqual([1]);
  expect(() => read("a 1 x\n")).toThrow("line 1: expected a line break after the value");
  expect(() => read("a 1 2 3\n")).toThrow("x: line 1: timestamps are not supported");
});

test("reads on after each fault, up to a number of them", () => {
  const text = 'a 1 1\n# TYPE b thing\nb 1\nc{x="1} 3\nc{x="\\\n"} 1\n# TYPE h histogram\nh_count -1\nh_count 2\nd 1';
  const check = (maxFaults: number) => {
    const { content, faults } = checkTextFormat(Buffer.from(text), "x", maxFaults);
    return [faults.map(({ line }) => line), content.families.map(({ name }) => name)];
  };
  expect(check(20)).toEqual([
    [1, 2, 4, 5, 6, 8, 10],
    ["b", "h"],
  ]);
  expect(check(3)).toEqual([[1, 2, 4], ["b"]]);
  expect(check(1)).toEqual([[1], []]);
});

test("reads back what was rendered", () => {
  const value = fc.double({ noDefaultInfinity: false });
  const label = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/), fc.string({ unit: "grapheme" }));
  const sample = fc.tuple(fc.uniqueArray(label, { selector: ([name]) => name, maxLength: 4 }), value);
  fc.assert(
    fc.property(sample, ([labels, number]) => {
      const inner = labels.map(([name, text]) => `${name}="${escapeLabelValue(text)}"`).join(",");
      const [family] = parse(`a{${inner}} ${formatNumber(number)}\n`).families;
      const sorted = labels.toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(family?.labelNames).toEqual(sorted.map(([name]) => name));
      expect(family?.labelValues).toEqual(sorted.map(([, text]) => [text]));
      expect(family?.values).toEqual([Object.is(number, -0) ? 0 : number]);
    }),
  );
});

const GOOD =
  '# HELP a b\n# TYPE a counter\na{b="c",d="e\\n"} 1\na 2.5e3\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_sum 2\nh_count 1\n{"x",y="z"} NaN\n';

test("survives garbage", () => {
  parserSurvivesGarbage((bytes, path) => readTextFormat(bytes, path), GOOD);
});

test("survives garbage line by line, and agrees on whether there is a fault", () => {
  fc.assert(
    fc.property(damaged(Buffer.from(GOOD)), (bytes) => {
      const { faults, content } = checkTextFormat(bytes, "x", 20);
      const [first] = faults;
      if (first === undefined) expect(readTextFormat(bytes, "x")).toEqual(content);
      else expect(() => readTextFormat(bytes, "x")).toThrow(first.message);
    }),
    fuzzBudget(300),
  );
});
