import { expect, test } from "vitest";
import { Scanner } from "../../src/collectors/scanner.ts";

test("skipUints checks the numbers up to the end of the line", () => {
  const scanner = new Scanner(Buffer.from(" 1 0 18446744073709551615 \t2\nnext"), "file");
  scanner.skipUints();
  expect(scanner.at).toBe(28);
  scanner.nextLine();
  expect(() => scanner.skipUints()).toThrow('file: "next" is not a number in "next"');
});

test.each(["1 -2", "1 2.5", "1 18446744073709551616", "1 2x"])("skipUints refuses %j", (text) => {
  expect(() => new Scanner(Buffer.from(text), "file").skipUints()).toThrow("is not a number");
});

test("atBlank is true behind a word only", () => {
  const scanner = new Scanner(Buffer.from("cpu 1"), "file");
  expect(scanner.atBlank()).toBe(false);
  scanner.skipWord();
  expect(scanner.atBlank()).toBe(true);
  scanner.at = 5;
  expect(scanner.atBlank()).toBe(true);
});
