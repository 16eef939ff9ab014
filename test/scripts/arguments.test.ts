import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ArgumentError, parseArguments, usage } from "../../scripts/arguments.ts";

const COMMAND = {
  call: "npm run thing --",
  summary: "does it",
  options: { only: "", seconds: 2.5, write: false },
  others: "NAME",
};

test("values have the type of their default", () => {
  const { values, others } = parseArguments(COMMAND, ["a", "--seconds=4", "--write", "--only", "x", "b"]);
  expect(values).toEqual({ only: "x", seconds: 4, write: true });
  expect(others).toEqual(["a", "b"]);
  expect(parseArguments(COMMAND, [])).toEqual({ values: COMMAND.options, others: [] });
});

test.each<[string, string]>([
  ["--other", "does not understand this: Unknown option '--other'"],
  ["--write=1", "does not understand this: Option '--write' does not take an argument"],
  ["--only", "does not understand this: Option '--only <value>' argument missing"],
  ["--seconds=soon", '--seconds: "soon" is not a number'],
  ["--seconds=", '--seconds: "" is not a number'],
  ["--seconds=-1", '--seconds: "-1" is not a number'],
])("%s is refused", (word, message) => {
  const expected: Partial<ArgumentError> = { name: "ArgumentError", message };
  expect(() => parseArguments(COMMAND, [word])).toThrow(expect.objectContaining(expected));
});

test("other arguments are refused where there are none", () => {
  const { others: _, ...command } = COMMAND;
  expect(() => parseArguments(command, ["stray"])).toThrow("Unexpected argument 'stray'");
});

test("the help is one line", () => {
  expect(usage(COMMAND)).toBe("npm run thing -- [--only=TEXT] [--seconds=2.5] [--write] [NAME…]: does it");
});

const root = join(import.meta.dirname, "../..");
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Scripts of package.json that are modules of this repository; the others are tools that explain themselves. */
const own = Object.entries(scripts).filter(([, command]) => /^node \S+\.ts$/.test(command));

describe.each(own)("npm run %s", (_, command) => {
  test("answers --help and a bad option in one line", async () => {
    const [help, bad] = await Promise.all([run(command, "--help"), run(command, "--no-such-option")]);
    expect(help).toEqual({ code: 0, stdout: expect.stringMatching(/^npm [^\n]+: [^\n]+\n$/), stderr: "" });
    expect(bad).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^npm [^\n]*no-such-option[^\n]*\n$/) });
  });
});

function run(command: string, option: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const [, file = ""] = command.split(" ");
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, file), option], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}
