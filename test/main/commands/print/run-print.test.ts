import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../support/clean-up.ts";
import { runProgram } from "../../../support/program.ts";
import { samplesOf, valueOf } from "../../../support/samples.ts";
import { hostTree } from "../../../support/tree.ts";

function flagsFor(loadavg: string, ...more: readonly string[]): readonly string[] {
  const { procfs } = hostTree({ "proc/loadavg": loadavg });
  return ["--collector.disable-defaults", "--collector.loadavg", `--path.procfs=${procfs}`, ...more];
}

/** The cells of the row that starts with this one. */
function row(table: string, first: string): readonly string[] {
  const line = table.split("\n").find((text) => text.trimStart().startsWith(`${first} `)) ?? "";
  return line.trim().split(/ {2,}/);
}

test("print shows what a scrape would get", async () => {
  const { code, stdout } = await runProgram(["print", ...flagsFor("1.5 2.5 3.5 1/2 3\n")]);
  expect(code).toBe(0);
  expect(samplesOf(stdout, /^node_load/)).toEqual(["node_load1 1.5", "node_load15 3.5", "node_load5 2.5"]);
  expect(valueOf(stdout, 'node_scrape_collector_success{collector="loadavg"}')).toBe(1);
});

test("print exits with 1 when a collector failed, not when there is nothing to read", async () => {
  const { code, stdout, stderr } = await runProgram([
    "print",
    "--timings",
    "--collector.hwmon",
    ...flagsFor("odd\n", `--path.sysfs=${temporaryDirectory()}`),
  ]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ +collector +state +ms +CPU ms +samples /);
  expect(row(stdout, "loadavg").slice(0, 2)).toEqual(["loadavg", "failed"]);
  expect(row(stdout, "loadavg")[3]).toMatch(/^\d+\.\d\d$/);
  expect(row(stdout, "loadavg").at(-1)).toContain("is not a number");
  expect(row(stdout, "hwmon")[1]).toBe("nodata");
  expect(stderr).toContain("collector failed");
  const { code: good } = await runProgram([
    "print",
    "--timings",
    "--collector.hwmon",
    ...flagsFor("1 2 3 4/5 6\n", `--path.sysfs=${temporaryDirectory()}`),
  ]);
  expect(good).toBe(0);
});

test("print --series has the families by their number of series", async () => {
  const folder = temporaryDirectory();
  const lines = Array.from({ length: 500 }, (_, i) => `mine{n="${i}"} 1\n`);
  writeFileSync(join(folder, "mine.prom"), lines.join(""));
  const { code, stdout } = await runProgram([
    "print",
    "--series",
    "--collector.textfile",
    `--collector.textfile.directory=${folder}`,
    ...flagsFor("1 2 3 4/5 6\n"),
  ]);
  expect(code).toBe(0);
  const [total = "", , first = ""] = stdout.split("\n");
  expect(total).toMatch(/^\d+ families, \d+ series, \d+ bytes$/);
  expect(first.trim().split(/ +/).slice(0, 3)).toEqual(["mine", "untyped", "500"]);
  expect(row(stdout, "node_load1").slice(0, 4)).toEqual(["node_load1", "gauge", "loadavg", "1"]);
  expect(row(stdout, "process_open_fds")[2]).toBe("exporter");
});

test("print names flags that the exporter does not have", async () => {
  const { code, stdout, stderr } = await runProgram(["print", "--collector.loadavgs"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("collector.loadavgs");
});

test("print needs no temporary directory", async () => {
  const { code, stderr } = await runProgram(["print", "--collector.disable-defaults"], {
    env: { TMPDIR: "/nonexistent" },
  });
  expect([code, stderr]).toEqual([0, ""]);
});
