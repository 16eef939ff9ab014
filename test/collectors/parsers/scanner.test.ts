import fc from "fast-check";
import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { parseFloatStrict } from "../../../src/collectors/parsers/numbers.ts";
import { Scanner, textUntil } from "../../../src/collectors/parsers/scanner.ts";

test("nextLine moves to the next line from anywhere", () => {
  const scanner = scan("one\n\ntwo");
  const places = [0, 1, 3, 4, 5, 8].map((at) => {
    scanner.at = at;
    scanner.nextLine();
    return scanner.at;
  });
  expect(places).toEqual([4, 4, 4, 5, 8, 8]);
});

test("uints takes what the line has, up to a count", () => {
  const scanner = new Scanner(Buffer.from("  1 \t22  18446744073709551615 4\r\n5 x"), "file");
  const into = [9];
  expect([scanner.uints(into, 2), scanner.uints(into, 5), scanner.uints(into, 1)]).toEqual([2, 2, 0]);
  expect(into).toEqual([9, 1, 22, 2 ** 64, 4]);
  scanner.nextLine();
  expect(() => scanner.uints(into, 2)).toThrow('file: "x" is not a number in "5 x"');
  expect(into.at(-1)).toBe(5);
});

test.each(["1 -2", "1 2.5", "1 18446744073709551616", "1 2x"])("uints refuses %j", (text) => {
  expect(() => new Scanner(Buffer.from(text), "file").uints([], 3)).toThrow("is not a number");
});

test("a number is a whole word: what ends at another character is read with textUntil", () => {
  expect(() => new Scanner(Buffer.from("1: x"), "file").uint()).toThrow('file: "1:" is not a number in "1: x"');
  const scanner = new Scanner(Buffer.from("1: x"), "file");
  expect([textUntil(scanner, ":"), scanner.word()]).toEqual(["1", "x"]);
});

test("endsWord is true behind a word only", () => {
  const scanner = new Scanner(Buffer.from("cpu 1"), "file");
  expect(scanner.endsWord()).toBe(false);
  scanner.skipWord();
  expect(scanner.endsWord()).toBe(true);
  scanner.at = 5;
  expect(scanner.endsWord()).toBe(true);
});

test("walks over lines and words", () => {
  const scanner = scan("cpu0  10\t20\r\n\nlast word");
  expect(scanner.atEnd()).toBe(false);
  expect(scanner.word()).toBe("cpu0");
  expect(scanner.word()).toBe("10");
  expect(scanner.atLineEnd()).toBe(false);
  expect(scanner.word()).toBe("20");
  expect(scanner.atLineEnd()).toBe(true);
  expect(scanner.word()).toBe("");
  scanner.nextLine();
  expect(scanner.line()).toBe("");
  expect(scanner.line()).toBe("last word");
  expect(scanner.atEnd()).toBe(true);
  expect(scanner.atLineEnd()).toBe(true);
  expect(scanner.line()).toBe("");
  expect(scanner.word()).toBe("");
});

test("bytes that are not UTF-8 are kept in a name", () => {
  const scanner = new Scanner(Buffer.from([97, 0xff, 98, 10, 0xc3, 0xa9]), "file");
  expect(scanner.line()).toBe("a\udcffb");
  expect(scanner.word()).toBe("é");
});

test("accept moves only over what is there", () => {
  const scanner = scan("cpu0");
  expect(scanner.accept("cpu1")).toBe(false);
  expect(scanner.at).toBe(0);
  expect(scanner.accept("cpu")).toBe(true);
  expect(scanner.accept("00")).toBe(false);
  expect(scanner.accept("0")).toBe(true);
  expect(scanner.atEnd()).toBe(true);
  expect(scanner.accept("")).toBe(true);
});

test("until stays on its line", () => {
  const scanner = scan("eth0: 1\nrest:");
  expect(textUntil(scanner, ":")).toBe("eth0");
  expect(textUntil(scanner, ":")).toBeUndefined();
  expect(scanner.uint()).toBe(1);
  scanner.nextLine();
  expect(textUntil(scanner, ":")).toBe("rest");
});

test("skipWord stops before the line break", () => {
  const scanner = scan("  one\ntwo");
  scanner.skipWord();
  scanner.skipWord();
  expect(scanner.at).toBe(5);
});

test.each([
  ["0", 0],
  ["007", 7],
  ["999999999999999", 999_999_999_999_999],
  ["9007199254740993", 9_007_199_254_740_992],
  ["9007199254740995", 9_007_199_254_740_996],
  ["18446744073709551615", 2 ** 64],
])("uint reads %s as %d", (text, value) => {
  expect(scan(` ${text} `).uint()).toBe(value);
});

test("uint reads every 64-bit number as the nearest float64", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value: bigint) => {
      expect(scan(`${value}\n`).uint()).toBe(Number(value));
    }),
  );
});

test.each(["", "\n", "x", "-1", "+1", "1x", "1.5", "0x10", "18446744073709551616", "1e3", "1,2"])(
  "uint refuses %j",
  (text) => {
    const scanner = scan(text);
    expect(() => scanner.uint()).toThrow(ParseError);
    expect(scanner.at).toBe(0);
  },
);

test.each([
  ["-5", -5],
  ["5", 5],
  ["-9223372036854775808", -(2 ** 63)],
])("int reads %s", (text, value) => {
  expect(scan(text).int()).toBe(value);
});

test.each(["", "-", "- 5", "--5", "-x", "-9223372036854775809", "9223372036854775808"])("int refuses %j", (text) => {
  expect(() => scan(text).int()).toThrow("is not a number");
});

test.each([
  ["ff", 255],
  ["00000A2f", 2607],
  ["1fffffffffffff", 2 ** 53 - 1],
  ["ffffffffffffffff", 2 ** 64],
  ["00000000000000000001", 1],
])("hex reads %s", (text, value) => {
  expect(scan(`\t${text}\n`).hex()).toBe(value);
});

test.each(["", "0x1", "g", "1g", "10000000000000000"])("hex refuses %j", (text) => {
  expect(() => scan(text).hex()).toThrow("is not a number");
});

test.each([
  ["1", 1],
  ["-0.5", -0.5],
  [".5", 0.5],
  ["1.", 1],
  ["1e3", 1000],
  ["+2E-2", 0.02],
  ["inf", Infinity],
  ["-Infinity", -Infinity],
  ["NaN", NaN],
])("float reads %s", (text, value) => {
  expect(scan(`${text} `).float()).toBe(value);
  expect(parseFloatStrict(text)).toBe(value);
});

test.each(["", ".", "1_0", "1e", "e5", "1.2.3", "0b1", "+nan", "infinit", "1e400", "-1e400"])(
  "float refuses %j",
  (text) => {
    expect(() => scan(text).float()).toThrow("is not a number");
    expect(parseFloatStrict(text)).toBeUndefined();
  },
);

test.each(["0", "17", "-1", "-0", "-999999999999999", "-9999999999999999", "9999999999999999", "-1.5", "1e3", "-inf"])(
  "number reads %s as float does",
  (text) => {
    expect(scan(` ${text}\n`).number()).toBe(parseFloatStrict(text));
  },
);

test.each(["", "-", "--1", "1-", "- 1", "-x"])("number refuses %j", (text) => {
  expect(() => scan(text).number()).toThrow("is not a number");
});

test("an error quotes the line that the scanner is on, cut at 120 bytes", () => {
  const scanner = scan(`first\nsecond ${"x".repeat(200)}\nthird`);
  scanner.nextLine();
  scanner.word();
  expect(scanner.error("odd").message).toBe(`file: odd in "second ${"x".repeat(113)}"`);
  expect(scan("").error("empty").message).toBe('file: empty in ""');
});

function scan(text: string): Scanner {
  return new Scanner(Buffer.from(text), "file");
}
