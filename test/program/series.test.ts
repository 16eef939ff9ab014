import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../support/clean-up.ts";
import { samplesOf } from "../support/samples.ts";
import { startProgram } from "../support/program.ts";

const SERIES = 2000;

test("a textfile over its budget fails nothing; CPUs in groups are announced", async () => {
  const directory = temporaryDirectory();
  const lines = Array.from({ length: SERIES }, (_, i) => `many{id="${i}"} ${i}\n`);
  writeFileSync(join(directory, "many.prom"), lines.join(""));
  const program = await startProgram([
    "--collector.disable-defaults",
    "--collector.textfile",
    `--collector.textfile.directory=${directory}`,
    "--collector.cpu",
    "--cpu.group=all",
    "--scrape.max-series=textfile=100",
  ]);
  const scrape = async () => samplesOf((await program.get()).body);
  const first = await scrape();
  const shown = first.filter((line) => line.startsWith("many{"));
  expect(shown).toHaveLength(100);
  expect(first).toContain('node_scrape_collector_success{collector="textfile"} 1');
  expect(first).toContain(`node_exporter_collector_series_dropped{collector="textfile"} ${SERIES + 2 - 100}`);
  expect(first.filter((line) => line.startsWith("node_cpu_seconds_total"))).toEqual([]);
  expect(first.some((line) => line.startsWith('node_cpu_group_seconds_total{group="all"'))).toBe(true);
  expect((await scrape()).filter((line) => line.startsWith("many{"))).toEqual(shown);
  const told = program.lines.filter((line) => line.includes("series left out"));
  expect(told).toEqual([expect.stringContaining("collector=textfile")]);
  expect(program.lines.filter((line) => line.includes("cpu-groups.rules.yml"))).toHaveLength(1);
});
