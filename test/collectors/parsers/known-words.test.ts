import { expect, test } from "vitest";
import { KnownWords } from "../../../src/collectors/parsers/known-words.ts";
import { Scanner } from "../../../src/collectors/parsers/scanner.ts";

/** Reads all words of a text, and tells which ones were learned for that. */
function reader() {
  const learned: string[] = [];
  const known = new KnownWords((word) => {
    learned.push(word);
    return `<${word}>`;
  });
  return (text: string) => {
    learned.length = 0;
    const scanner = new Scanner(Buffer.from(text), "file");
    const words: string[] = [];
    for (; !scanner.atEnd(); scanner.nextLine()) words.push(known.next(scanner, words.length));
    return { words, learned: [...learned] };
  };
}

test("learns each word once", () => {
  const read = reader();
  expect(read("first 1\nsecond 2\n")).toEqual({ words: ["<first>", "<second>"], learned: ["first", "second"] });
  expect(read("first 3\nsecond 44\n")).toEqual({ words: ["<first>", "<second>"], learned: [] });
  expect(read("first 3\nsecond ")).toEqual({ words: ["<first>", "<second>"], learned: [] });
});

test("learns anew what stands in another place", () => {
  const read = reader();
  read("first 1\nsecond 2\nthird 3\n");
  expect(read("first 1\nthird 3\n")).toEqual({ words: ["<first>", "<third>"], learned: ["third"] });
  expect(read("first1 1\nthir 3\nthird 3\n")).toEqual({
    words: ["<first1>", "<thir>", "<third>"],
    learned: ["first1", "thir"],
  });
});

test.each(["abcdefgh 1", "abcdefg 1", "abcdef 1", "abcde 1", "abcd 1", "abc 1"])("tells %j from others", (text) => {
  for (let at = 0; text[at] !== " "; at++) {
    const read = reader();
    const other = `${text.slice(0, at)}x${text.slice(at + 1)}`;
    read(text);
    expect(read(other).words).toEqual([`<${other.split(" ", 1)[0]}>`]);
    expect(read(other.slice(0, -2)).words).toEqual([`<${other.split(" ", 1)[0]}>`]);
    expect(read(other).learned).toEqual([other.split(" ", 1)[0]]);
  }
});

test("does not need to know short words, words at the end of a line and lines without any", () => {
  const read = reader();
  for (const text of ["tw 1\n", "word\n", " \n", "    \n", "     x\n"])
    for (let i = 0; i < 2; i++) {
      const word = text.trim().split(" ", 1)[0] ?? "";
      expect(read(text)).toEqual({ words: [`<${word}>`], learned: [word] });
    }
});

test("knows words between blanks", () => {
  const read = reader();
  const words = ["<first>"];
  expect(read("  first  \t1\n")).toEqual({ words, learned: ["first"] });
  expect(read("  first  \t22\n")).toEqual({ words, learned: [] });
  expect(read("  first 1\n")).toEqual({ words, learned: ["first"] });
  expect(read("  first  1\n")).toEqual({ words, learned: [] });
  expect(read("first  1\n")).toEqual({ words, learned: ["first"] });
});

test("a word that cannot be learned is not known the next time", () => {
  const known = new KnownWords<string>((word, scanner) => {
    throw scanner.error(`no ${word}`);
  });
  const next = () => known.next(new Scanner(Buffer.from("first 1\n"), "file"), 0);
  expect(next).toThrow('file: no first in "first 1"');
  expect(next).toThrow('file: no first in "first 1"');
});
