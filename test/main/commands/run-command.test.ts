import { describe, expect, test } from "vitest";
import { commands } from "../../../src/main/commands/table.ts";
import { runProgram } from "../../support/program.ts";

describe.each(commands.map(({ name, usage, summary }) => ({ name, usage, summary })))("$name", (command) => {
  test.each(["--help", "-h"])("explains itself: %s", async (flag) => {
    const { code, stdout, stderr } = await runProgram([command.name, "x", flag]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.startsWith(`${command.summary}\n\nusage: `)).toBe(true);
    expect(stdout).toContain(` ${command.name} ${command.usage}\n`);
    expect(stdout).toMatch(/^ +-h, --help +\S/m);
  });

  const needsWords = !command.usage.startsWith("[");

  test(needsWords ? "does nothing without what it needs" : "does nothing with a flag that nobody has", async () => {
    const { code, stdout, stderr } = await runProgram([command.name, ...(needsWords ? [] : ["--collector.nobody"])]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^\S+: error: .*\n$/);
  });
});

test("options of compare may come anywhere, the last one counts, and all others are the exporter's", async () => {
  const words = ["--timeout=1s", "--no-collector.x", "http://127.0.0.1:1", "--timeout", "0s", "--collector.y", "v"];
  const { code, stderr } = await runProgram(["compare", ...words]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('error: --timeout: "0s" is not a duration')]);
  const others = await runProgram(["compare", ...words.toSpliced(3, 2)]);
  expect(others.stderr).toContain("error: unknown long flag '--no-collector.x', try --help");
  const missing = await runProgram(["compare", "http://127.0.0.1:1", "--timeout"]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("timeout")]);
});
