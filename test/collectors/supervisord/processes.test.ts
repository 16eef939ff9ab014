import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { parseProcesses } from "../../../src/collectors/supervisord/processes.ts";

const GOOD = new Map<string, string | number>([
  ["name", "n"],
  ["group", "g"],
  ["state", 20],
  ["exitstatus", 0],
  ["start", 1],
  ["pid", 5],
]);

test("processes", () => {
  expect(parseProcesses([GOOD])).toEqual([{ name: "n", group: "g", state: 20, exitstatus: 0, start: 1 }]);
  expect(parseProcesses([])).toEqual([]);
});

test("an entry that is no process is left out and reported", () => {
  const problems: string[] = [];
  const processes = parseProcesses(["text", GOOD], ({ message }) => void problems.push(message));
  expect(processes.map(({ name }) => name)).toEqual(["n"]);
  expect(problems).toEqual(["supervisord: an entry is not a struct"]);
});

test.each([
  ["text", "the answer is not a list"],
  [["text"], "an entry is not a struct"],
  [[GOOD, new Map([...GOOD].filter(([name]) => name !== "start"))], "an entry has no number start"],
  [[new Map([...GOOD, ["name", 5]])], "an entry has no text name"],
])("%j is an error", (answer, problem) => {
  expect(() => parseProcesses(answer)).toThrow(new ParseError(`supervisord: ${problem}`));
});
