import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asNobody } from "../../support/as-nobody.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { Impossible } from "../../support/impossible.ts";
import { startProgram } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { cgroup, inGroup } from "../support/cgroup.ts";
import { good, inParallel, percentile, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";

export async function littleMemory(): Promise<string> {
  const group = cgroup("memory");
  writeFileSync(join(group, "memory.limit_in_bytes"), String(100 << 20));
  const program = await startProgram([], { wrapper: inGroup(group) });
  await inParallel(1000, 10, async () => assert.ok([200, 503].includes((await scrape(program)).status)));
  await good(program);
  const peak = Number(readFileSync(join(group, "memory.max_usage_in_bytes"), "utf8")) >> 20;
  const failures = readFileSync(join(group, "memory.failcnt"), "utf8").trim();
  await stopProgram(program);
  return `1,000 scrapes at 10 at a time within 100 MiB, peak ${peak} MiB, limit met ${failures} times`;
}

export async function littleCpu(): Promise<string> {
  const group = cgroup("cpu");
  writeFileSync(join(group, "cpu.cfs_period_us"), "100000");
  writeFileSync(join(group, "cpu.cfs_quota_us"), "5000");
  const program = await startProgram([], { wrapper: inGroup(group) });
  const times: number[] = [];
  for (let i = 0; i < 10; i++) times.push((await good(program, { timeout: 30 })).milliseconds);
  await stopProgram(program);
  return `10 whole answers, median ${percentile(times, 0.5)} ms, slowest ${percentile(times, 1)} ms`;
}

export async function otherBootTime(): Promise<string> {
  const wrapper = [
    "unshare",
    "--time",
    "--boottime",
    "1000000",
    "--monotonic",
    "1000000",
    "--fork",
    "--kill-child",
    "--",
  ];
  try {
    execFileSync(wrapper[0] ?? "", [...wrapper.slice(1), "true"], { stdio: "ignore" });
  } catch {
    throw new Impossible("no time namespaces");
  }
  const program = await startProgram([], { wrapper });
  const { pid } = program;
  const first = await good(program, { timeout: 2 });
  const second = await good(program, { timeout: 2 });
  const durations = [...second.body.matchAll(/^node_scrape_collector_duration_seconds\{.*\} (\S+)$/gm)].map(
    ([, text]) => Number(text),
  );
  assert.ok(durations.every((seconds) => seconds >= 0 && seconds < 5));
  const now = Date.now() / 1000;
  const started = valueOf(first.body, "process_start_time_seconds") ?? 0;
  process.kill(pid, "SIGKILL");
  assert.ok(started < now + 5, `started ${started - now} s from now`);
  return `durations from ${Math.min(...durations)} to ${Math.max(...durations)} s, start ${Math.round(now - started)} s ago`;
}

export async function leastPrivilege(): Promise<string> {
  const normal = await startProgram([]);
  const before = await good(normal);
  const folder = temporaryDirectory();
  chmodSync(folder, 0o755);
  execFileSync("mount", ["--bind", "/", folder]);
  execFileSync("mount", ["-o", "remount,ro,bind", folder]);
  for (const name of ["/proc", "/sys", "/dev"]) execFileSync("mount", ["--rbind", name, join(folder, name)]);
  execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", join(folder, "run")]);
  const drop = asNobody("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");
  const wrapper = ["chroot", folder, ...drop];
  const program = await startProgram([], { wrapper, cwd: "/" });
  const after = await good(program);
  await good(program);
  const degraded = [...before.success]
    .filter(([name, ok]) => ok === 1 && after.success.get(name) !== 1)
    .map(([name]) => name);
  assert.equal(program.lines.filter((line) => line.includes("running as root")).length, 0);
  const errors = program.lines.filter((line) => /level=(ERROR|WARN)/.test(line));
  assert.ok(degraded.length <= 3, degraded.join(" "));
  assert.equal(new Set(errors.map((line) => line.replace(/time=\S+/, ""))).size, errors.length, errors.join("\n"));
  return `${after.success.size} collectors, without their data: ${degraded.join(" ") || "none"}, ${errors.length} lines`;
}
