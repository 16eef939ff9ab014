import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { cpuSeconds, memoryOf, threadSeconds } from "../../bench/program/usage.ts";
import { cleanUp } from "../support/clean-up.ts";

test("CPU time counts a process, its threads that have ended, and its children", async () => {
  const burn = "const { user } = process.threadCpuUsage(); while (process.threadCpuUsage().user - user < 200_000);";
  const script = `
    const { Worker } = require("node:worker_threads");
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["-e", ${JSON.stringify(`${burn}; console.log(1); setTimeout(() => {}, 1e6)`)}]);
    child.stdout.once("data", () => new Worker(${JSON.stringify(burn)}, { eval: true }).on("exit", () => console.log("done")));
    process.on("SIGTERM", () => { child.kill(); process.exit(); });`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  cleanUp(() => void child.kill());
  await once(child.stdout, "data");
  const pid = child.pid ?? 0;
  const own = process.cpuUsage().user / 1e6;
  expect(cpuSeconds(process.pid)).toBeGreaterThanOrEqual(own);
  // A child and a thread have used 0.2 s each.
  expect(cpuSeconds(pid)).toBeGreaterThan(0.38);
  expect(memoryOf(pid).resident).toBeGreaterThan(memoryOf(pid).anonymous);
});

test("the threads of a process have used what the process has, but for those that have ended", () => {
  const threads = [...threadSeconds(process.pid).values()].reduce((sum, seconds) => sum + seconds, 0);
  expect(threads).toBeGreaterThan(0);
  expect(threads).toBeLessThanOrEqual(cpuSeconds(process.pid));
});

test("a process that has ended has used nothing", () => {
  expect(cpuSeconds(4_194_303)).toBe(0);
  expect(threadSeconds(4_194_303).size).toBe(0);
});
