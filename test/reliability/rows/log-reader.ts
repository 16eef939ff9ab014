import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
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

/** Faulty files that are named at once, each in a line of twice the length of their path. */
const FAULTY = 100;

/** A directory whose path is nearly as long as the kernel allows. */
function deepDirectory(): string {
  let path = temporaryDirectory();
  while (path.length < 3500) path = join(path, "x".repeat(200));
  mkdirSync(path, { recursive: true });
  return path;
}

/** Scrapes a program that logs more than its reader takes, with this as its stderr. */
async function scrapesWith(stderr: number): Promise<{ dropped: number; growth: number }> {
  const port = await freePort();
  const folder = deepDirectory();
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
  for (let i = 0; i < FAULTY; i++) writeFileSync(join(folder, `${i}.prom`), "no sample\n");
  for (let i = 0; i < 1000; i++) await good({ port }, { path: "/metrics?collect[]=textfile" });
  const dropped = valueOf((await good({ port })).body, "node_exporter_log_lines_dropped_total") ?? 0;
  const growth = memory() - before;
  child.kill("SIGTERM");
  await once(child, "exit");
  return { dropped, growth };
}
