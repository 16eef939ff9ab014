import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import runit from "../../src/collectors/runit.ts";
import { cleanUp, temporaryDirectory } from "../support/clean-up.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const status = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");
/** 2023-11-14T22:13:20Z, process 4711. */
const UP = status("40000000 6553f10a 00000000 67120000 00 75 00 01");
const DOWN = status("40000000 6553f10a 00000000 00000000 00 64 00 00");

const services = (files: Parameters<typeof hostTree>[0]) => join(hostTree(files).rootfs, "services");

const collectRunit = (servicedir: string) => collect(runit, { flags: { "collector.runit.servicedir": servicedir } });

test("gives the state of each service, links included", async () => {
  const { status: outcome, text } = await collectRunit(
    services({
      "services/sshd/supervise/status": UP,
      "elsewhere/cron/supervise/status": DOWN,
      "elsewhere/cron/supervise/down": "",
      "services/cron": { link: "../elsewhere/cron" },
      "services/README": "not a folder",
    }),
  );
  expect(outcome).toBe("ok");
  expect(text).toBe(`# TYPE node_service_desired_state gauge
node_service_desired_state{service="cron",supervisor="runit"} 0
node_service_desired_state{service="sshd",supervisor="runit"} 1
# TYPE node_service_normal_state gauge
node_service_normal_state{service="cron",supervisor="runit"} 0
node_service_normal_state{service="sshd",supervisor="runit"} 1
# TYPE node_service_state gauge
node_service_state{service="cron",supervisor="runit"} 0
node_service_state{service="sshd",supervisor="runit"} 1
# TYPE node_service_state_last_change_timestamp_seconds gauge
node_service_state_last_change_timestamp_seconds{service="cron",supervisor="runit"} 1.7e+09
node_service_state_last_change_timestamp_seconds{service="sshd",supervisor="runit"} 1.7e+09
`);
});

test("a service without a readable status is left out", async () => {
  const folder = services({ "services/a/": "", "services/b/supervise/status": "", "services/c/supervise/status": UP });
  mkdirSync(join(folder, "d/supervise"), { recursive: true });
  execFileSync("mkfifo", [join(folder, "d/supervise/status")]);
  const { status: outcome, skipped, text, logs } = await collectRunit(folder);
  expect([outcome, skipped]).toEqual(["ok", 0]);
  expect(text.match(/node_service_state\{.*/g)).toEqual(['node_service_state{service="c",supervisor="runit"} 1']);
  expect(logs).toHaveLength(3);
});

test("fails when the folder cannot be listed", async () => {
  const { status: outcome, message } = await collectRunit("/nonexistent");
  expect([outcome, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

const hasRunit = spawnSync("runsv", []).error === undefined;

test.skipIf(!hasRunit)("services under a real runsv (needs the package runit)", async () => {
  const folder = temporaryDirectory();
  const before = Math.floor(Date.now() / 1000);
  startService(folder, "runs", "exec sleep 1000");
  startService(folder, "paused", "exec sleep 1000", { isDown: true });
  const states = () => collectRunit(folder).then(({ text }) => text.match(/^node_service_state\{.*/gm));
  await expect
    .poll(states, { timeout: 50_000 })
    .toEqual([
      'node_service_state{service="paused",supervisor="runit"} 0',
      'node_service_state{service="runs",supervisor="runit"} 1',
    ]);
  const { text } = await collectRunit(folder);
  expect(text.match(/^node_service_desired_state\{.*/gm)).toEqual([
    'node_service_desired_state{service="paused",supervisor="runit"} 0',
    'node_service_desired_state{service="runs",supervisor="runit"} 1',
  ]);
  const [, changed] = /last_change_timestamp_seconds\{service="runs",.*\} (\S+)/.exec(text) ?? [];
  expect([Number(changed) >= before, Number(changed) <= Date.now() / 1000]).toEqual([true, true]);
});

/** Supervises one service until the test ends; runsv ends its service when it is told to end. */
function startService(folder: string, name: string, script: string, { isDown = false } = {}): void {
  const service = join(folder, name);
  mkdirSync(service);
  writeFileSync(join(service, "run"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(service, "run"), 0o755);
  if (isDown) writeFileSync(join(service, "down"), "");
  const supervisor = spawn("runsv", [service], { stdio: "ignore" });
  const ended = new Promise((resolve) => {
    supervisor.once("exit", resolve);
  });
  cleanUp(async () => {
    supervisor.kill("SIGTERM");
    await ended;
  });
}
