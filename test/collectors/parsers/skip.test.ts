import { describe, expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { Scanner } from "../../../src/collectors/parsers/scanner.ts";
import { allOrNone, readItems, readLines, skipParseError } from "../../../src/collectors/parsers/skip.ts";

function reporter() {
  const problems: string[] = [];
  return { problems, skip: ({ message }: Error) => void problems.push(message) };
}

describe("lines of a file", () => {
  const numbersOf = (text: string, skip = allOrNone): readonly number[] => {
    const scanner = new Scanner(Buffer.from(text), "file");
    const numbers: number[] = [];
    readLines(scanner, skip, () => !scanner.accept("#") && numbers.push(scanner.uint()) > 0);
    return numbers;
  };

  test("a line that cannot be read is left out, wherever the reading of it ended", () => {
    const { problems, skip } = reporter();
    expect(numbersOf("1\nx\n\n  \n2 more\n3y\n4", skip)).toEqual([1, 2, 4]);
    expect(problems).toEqual(['file: "x" is not a number in "x"', 'file: "3y" is not a number in "3y"']);
  });

  test("where no line can be read the first problem is thrown, and every one is reported", () => {
    const { problems, skip } = reporter();
    expect(() => numbersOf("# heading\nx\ny\n", skip)).toThrow('file: "x" is not a number');
    expect(problems).toHaveLength(2);
  });

  test("a file without records is in order", () => {
    expect(numbersOf("# heading\n\n")).toEqual([]);
  });

  test("all or none: the first problem is thrown", () => {
    expect(() => numbersOf("1\nx\n2\n")).toThrow('file: "x" is not a number');
  });
});

describe("items of a list", () => {
  const positive = (item: number): number => {
    if (item < 0) throw new ParseError(`${item} is negative`);
    return item;
  };

  test("an item that cannot be read is left out", () => {
    const { problems, skip } = reporter();
    expect([readItems([1, -2, 3], skip, positive), problems]).toEqual([[1, 3], ["-2 is negative"]]);
  });

  test("where no item can be read the first problem is thrown", () => {
    expect(() => readItems([-1, -2], () => {}, positive)).toThrow("-1 is negative");
    expect(readItems([], () => {}, positive)).toEqual([]);
  });
});

test("only what does not parse is left out", () => {
  expect(() => skipParseError(new TypeError("a fault"), () => {})).toThrow("a fault");
});
