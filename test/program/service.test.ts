/** The program as a service: what systemd and those who list processes learn of it. */
import { spawnSync } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configFile } from "../main/options/config-file/reading.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { notifySocket } from "../support/notify-socket.ts";
import { launch, programFile, runProgram, startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

const SMALL = ["--collector.disable-defaults", "--collector.loadavg"];

test("ps, top and ss show node_exporter; the service manager learns when it serves and when it stops", async () => {
  const name = join(temporaryDirectory(), "notify");
  const received = notifySocket(name);
  const { pid, kill, ended } = await startProgram(SMALL, { env: { NOTIFY_SOCKET: name } });
  await until(() => readFileSync(`/proc/${pid}/comm`, "utf8") === "node_exporter\n");
  const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  expect(words.slice(-4)).toEqual(["--web.listen-address=127.0.0.1:0", ...SMALL, ""]);
  kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0 });
  expect(received()).toEqual(["READY=1", "STOPPING=1"]);
});

test("a reload begins and ends for the service manager, whether it changes anything or not", async () => {
  const name = join(temporaryDirectory(), "notify");
  const received = notifySocket(name);
  const file = configFile("exporter.yml");
  file.write("");
  const { kill, ended } = await startProgram([...SMALL, file.flag], { env: { NOTIFY_SOCKET: name } });
  expect(await arriving(received, 1)).toEqual(["READY=1"]);
  for (const content of ["log: {level: debug}\n", "log: {levle: debug}\n"]) {
    file.write(content);
    const asked = process.hrtime.bigint() / 1000n;
    kill("SIGHUP");
    const [first = "", ...others] = await arriving(received, 2);
    const time = BigInt(/^RELOADING=1\nMONOTONIC_USEC=(\d+)$/.exec(first)?.[1] ?? 0);
    expect([time >= asked, time <= process.hrtime.bigint() / 1000n, others]).toEqual([true, true, ["READY=1"]]);
  }
  kill("SIGTERM");
  await ended;
  expect(received()).toEqual(["STOPPING=1"]);
});

test("a watchdog gets signs of life until the program stops", async () => {
  // An abstract name, which no file stands for.
  const name = `@${temporaryDirectory()}/notify`;
  const received = notifySocket(name);
  const { kill, ended } = await startProgram(SMALL, { env: { NOTIFY_SOCKET: name, WATCHDOG_USEC: "20000" } });
  const messages = await arriving(received, 3);
  kill("SIGTERM");
  await ended;
  expect([messages[0], messages[1], received().at(-1)]).toEqual(["READY=1", "WATCHDOG=1", "STOPPING=1"]);
});

test("the journal learns the priority of every line, also of the one that ends the start", async () => {
  const file = join(temporaryDirectory(), "journal");
  const fd = openSync(file, "w");
  const { dev, ino } = fstatSync(fd, { bigint: true });
  const env = { JOURNAL_STREAM: `${dev}:${ino}` };
  const flags = ["--web.listen-address=unix:/does/not/exist/socket", ...SMALL];
  await launch(flags, { env, stderr: fd }).ended;
  await launch(["--no-such-flag"], { env, stderr: fd }).ended;
  closeSync(fd);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines[0]).toMatch(/^<6>time=/);
  expect(lines.filter((line) => /^<3>\S+: error: /.test(line))).toHaveLength(2);
  expect(lines.filter((line) => !/^<[346]>/.test(line))).toEqual([]);
  expect((await runProgram(["--no-such-flag"], { env })).stderr).not.toContain("<3>");
});

test.skipIf(!programFile.endsWith(".js"))(
  "without Node.js, or with one that is too old, the program states what it needs (skipped unless it is built)",
  () => {
    const directory = temporaryDirectory();
    const start = () =>
      spawnSync("/bin/sh", [programFile, "--version"], { env: { PATH: directory }, encoding: "utf8" });
    const { stdout, ...refused } = start();
    expect([refused.status, stdout, refused.stderr]).toEqual([
      1,
      "",
      "node-exporter-ts: error: Node.js 22.14 or later is needed; node is not in the PATH\n",
    ]);
    // Refuses options that it does not know, as Node.js does.
    symlinkSync("/usr/bin/env", join(directory, "node"));
    expect(start()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("22.14 or later is needed; node is env"),
    });
  },
);

/** What has arrived when there are so many messages. */
async function arriving(received: () => readonly string[], count: number): Promise<readonly string[]> {
  const messages: string[] = [];
  await until(() => messages.push(...received()) >= count);
  return messages;
}
