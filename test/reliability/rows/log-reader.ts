import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { freePort } from "../../support/free-port.ts";
import { figuresOf } from "../../support/process.ts";
import { launch, startProgram } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { until } from "../../support/until.ts";
import { good } from "../support/scrape.ts";

export async function deafLog(): Promise<string> {
  const folder = temporaryDirectory();
  const fifo = join(folder, "log");
  execFileSync("mkfifo", [fifo]);
  const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  const figures = [];
  const writer = openSync(fifo, "w");
  const stalled = await scrapesWith(writer);
  closeSync(writer);
  figures.push(`stalled: ${stalled.dropped} lines dropped, ${stalled.growth} MiB more`);
  assert.ok(stalled.dropped > 0, "no line dropped");
  assert.ok(stalled.growth < 60, `${stalled.growth} MiB more`);
  closeSync(reader);
  if (existsSync("/dev/full")) {
    const full = openSync("/dev/full", "w");
    figures.push(`disk full: ${(await scrapesWith(full)).dropped} dropped`);
    closeSync(full);
  }
  const gone = await startProgram(["--log.level=debug"]);
  gone.child.stderr?.destroy();
  for (let i = 0; i < 20; i++) await good(gone);
  assert.equal(gone.child.exitCode, null);
  figures.push("closed: served");
  return figures.join("; ");
}

/** Scrapes a program that finds another faulty textfile each time and logs a line for it, with this as its stderr. */
async function scrapesWith(stderr: number): Promise<{ dropped: number; growth: number }> {
  const port = await freePort();
  const folder = temporaryDirectory();
  const flags = [`--web.listen-address=127.0.0.1:${port}`, `--collector.textfile.directory=${folder}`];
  const { child } = launch(flags, { stderr });
  await until(() =>
    good({ port }).then(
      () => true,
      () => false,
    ),
  );
  const program = { pid: child.pid ?? 0, port };
  const memory = () => figuresOf(program).mebibytes;
  for (let i = 0; i < 20; i++) await good({ port });
  const before = memory();
  for (let i = 0; i < 3000; i++) {
    const file = join(folder, `${i}${"x".repeat(150)}.prom`);
    writeFileSync(file, "no sample\n");
    await good({ port }, { path: "/metrics?collect[]=textfile" });
    rmSync(file);
  }
  const dropped = valueOf((await good({ port })).body, "node_exporter_log_lines_dropped_total") ?? 0;
  const growth = memory() - before;
  child.kill("SIGTERM");
  await once(child, "exit");
  return { dropped, growth };
}
