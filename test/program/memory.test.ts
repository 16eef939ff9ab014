import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startProgram } from "../support/program.ts";
import { valueOf } from "../support/samples.ts";
import { until } from "../support/until.ts";

test("what only the start needed leaves memory after some scrapes, and the program goes on", async () => {
  const { pid, get, lines, kill, ended } = await startProgram(["--log.level=debug"]);
  await get();
  const before = filePages(pid);
  for (let i = 0; i < 2; i++) await get();
  await until(() => filePages(pid) < before / 2);
  const packed = { headers: { "accept-encoding": "gzip" } };
  for (let i = 0; i < 50; i++) {
    const { body } = await get("/metrics", i % 2 === 0 ? {} : packed);
    expect(valueOf(body, 'node_scrape_collector_success{collector="uname"}')).toBe(1);
  }
  expect(filePages(pid)).toBeLessThan(before);
  expect(lines.join("\n")).not.toContain("stay in memory");
  kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0, signal: null });
});

/** Kilobytes of files in a process's memory. */
function filePages(pid: number): number {
  const [, kilobytes] = /^RssFile:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return Number(kilobytes);
}
