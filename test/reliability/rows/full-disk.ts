import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { freePort } from "../../support/free-port.ts";
import { figuresOf } from "../../support/process.ts";
import { launch } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";
import { good, scrape } from "../support/scrape.ts";

/** Bytes of the disk under the log. */
const DISK = 64 << 10;

/** Faulty files, each named in a line at once. */
const FAULTY = 100;

/** Stdout and stderr on a small disk: served while it is full, and logged again when it has room. */
export async function fullDisk(): Promise<string> {
  const log = join(smallDisk(), "log");
  const output = openSync(log, "a");
  const port = await freePort();
  const [tree, folder] = [slowTree(), temporaryDirectory()];
  const flags = [`--web.listen-address=127.0.0.1:${port}`, `--collector.textfile.directory=${folder}`, ...tree.flags];
  const { child } = launch([...flags, "--web.exporter-metrics=full"], { stdout: output, stderr: output });
  closeSync(output);
  await until(async () => (await scrape({ port }).catch(() => undefined))?.status === 200);
  const program = { pid: child.pid ?? 0, port };
  for (let i = 0; i < 20; i++) await good(program);
  const before = figuresOf(program);
  const rest = join(dirname(log), "rest");
  execFileSync("sh", ["-c", `cat /dev/zero >${rest} 2>/dev/null; true`]);
  for (let i = 0; i < FAULTY; i++) writeFileSync(join(folder, `${"x".repeat(200)}${i}.prom`), "no sample\n");
  const size = statSync(log).size;
  for (let i = 0; i < 500; i++) await good(program, { path: "/metrics?collect[]=textfile" });
  const { body } = await good(program);
  const dropped = valueOf(body, "node_exporter_log_lines_dropped_total") ?? 0;
  const growth = figuresOf(program).mebibytes - before.mebibytes;
  assert.ok(dropped > 50, `${dropped} lines dropped`);
  assert.ok(growth < 30, `${growth} MiB more`);
  rmSync(rest);
  writeFileSync(join(tree.procfs, "loadavg"), "garbage\n");
  await until(async () => {
    await good(program);
    return /collector=loadavg/.test(readFileSync(log, "utf8").slice(size));
  });
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  assert.match(readFileSync(log, "utf8"), /msg=stopping/);
  return `${dropped} lines dropped while it was full, ${growth} MiB more; then logged again`;
}

function smallDisk(): string {
  const path = temporaryDirectory();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", path]);
  return path;
}
