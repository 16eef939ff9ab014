import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Impossible } from "../../support/impossible.ts";
import type { Row } from "../row.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { faultyMount } from "../../support/faulty-mount.ts";
import { figuresOf } from "../../support/process.ts";
import { startProgram } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { cpuHotplug } from "./cpu-hotplug.ts";
import { assertOthers, good, percentile } from "../support/scrape.ts";
import { until } from "../../support/until.ts";

const HWMON = "class/hwmon/hwmon0";

export const sysfsRows: readonly Row[] = [
  {
    id: "S1",
    what: "network interfaces appear and disappear",
    namespaces: "mounts and network",
    only: "root",
    run: interfaceChurn,
  },
  { id: "S2", what: "attributes that cannot be read", namespaces: "mounts", only: "root", run: unreadable },
  { id: "S3", what: "an attribute blocks", namespaces: "mounts", only: "root", run: blocking },
  {
    id: "S4",
    what: "1,000 interfaces are created during scrapes",
    namespaces: "mounts and network",
    only: "root",
    run: contention,
  },
  {
    id: "S5",
    what: "a CPU goes offline",
    run: cpuHotplug,
    only: "root",
    tests: [{ file: "collectors/cpu/held-times.test.ts", name: /offline/ }],
  },
  { id: "S6", what: "CPU times go back", tests: [{ file: "collectors/cpu/held-times.test.ts" }] },
  { id: "S7", what: "a disk is removed", only: "root", run: diskChurn },
];

async function interfaceChurn(): Promise<string> {
  const program = await startProgram([]);
  const before = await good(program);
  const script = "while :; do ip link add v0 type veth peer name v1; ip link del v0; done";
  const churn = spawn("sh", ["-c", script], { stdio: "ignore" });
  cleanUp(() => void churn.kill("SIGKILL"));
  let seen = 0;
  for (let i = 0; i < 500; i++) {
    const answer = await good(program);
    assertOthers(before, answer);
    if (answer.body.includes('device="v0"')) seen++;
    assert.equal(
      valueOf(answer.body, 'node_network_up{device="lo"}'),
      valueOf(before.body, 'node_network_up{device="lo"}'),
    );
  }
  return `500 of 500 scrapes ok, the interface was there in ${seen}`;
}

/** Two sensors of a chip, as files of a sysfs. */
const SENSORS = {
  [`${HWMON}/name`]: "chip\n",
  [`${HWMON}/temp1_input`]: "41000\n",
  [`${HWMON}/temp2_input`]: "42000\n",
  "class/net/lo/mtu": "65536\n",
};

async function unreadable(): Promise<string> {
  const mount = await faultyMount(SENSORS);
  const program = await startProgram([`--path.sysfs=${mount.path}`]);
  const before = await good(program);
  assert.match(before.body, /^node_hwmon_temp_celsius\{.*sensor="temp1"\} 41$/m);
  for (const errno of ["EIO", "EAGAIN", "EINVAL", "ENODEV", "ENODATA", "EOPNOTSUPP"]) {
    await mount.obey({ [`${HWMON}/temp1_input`]: { errno } });
    const answer = await good(program);
    assertOthers(before, answer);
    assert.match(answer.body, /^node_hwmon_temp_celsius\{.*sensor="temp2"\} 42$/m, errno);
    assert.doesNotMatch(answer.body, /^node_hwmon_temp_celsius\{.*sensor="temp1"\}/m, errno);
  }
  return "EIO, EAGAIN, EINVAL, ENODEV, ENODATA, EOPNOTSUPP cost their attribute only";
}

async function blocking(): Promise<string> {
  const mount = await faultyMount(SENSORS);
  const program = await startProgram([`--path.sysfs=${mount.path}`]);
  const before = await good(program);
  await mount.obey({ [`${HWMON}/temp1_input`]: "hang" });
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const answer = await good(program, { timeout: 2 });
    assertOthers(before, answer, "hwmon");
    assert.equal(answer.success.get("hwmon"), 0);
    times.push(answer.milliseconds);
  }
  const { threads } = figuresOf(program);
  assert.ok(Math.max(...times) < 2000, `${Math.max(...times)} ms`);
  assert.equal(mount.held, 1);
  // The thread can only end when the device answers, and the process with it; its port is free all the same.
  process.kill(program.pid, "SIGTERM");
  await until(() => isFree(program.port));
  const again = await startProgram([`--web.listen-address=127.0.0.1:${program.port}`]);
  await good(again);
  await good({ port: program.port });
  return `100 answers, slowest ${percentile(times, 1)} ms, ${mount.held} call held, ${threads} threads, port free after SIGTERM`;
}

/** Whether nobody listens on a port. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

async function contention(): Promise<string> {
  const program = await startProgram([]);
  const before = await good(program);
  const script = "for i in $(seq 500); do ip link add a$i type veth peer name b$i; done";
  const maker = spawn("sh", ["-c", script], { stdio: "ignore" });
  const ended = new Promise<boolean>((resolve) => void maker.once("exit", () => resolve(true)));
  const times: number[] = [];
  for (;;) {
    const answer = await good(program);
    assertOthers(before, answer);
    times.push(answer.milliseconds);
    if (await Promise.race([ended, new Promise<false>((resolve) => void setTimeout(() => resolve(false), 5))])) break;
  }
  assert.ok(percentile(times, 0.99) < 5000, `${percentile(times, 0.99)} ms`);
  const { body } = await good(program);
  const devices = (body.match(/^node_network_up\{/gm) ?? []).length;
  assert.ok(devices > 1000, `${devices} interfaces`);
  return `${times.length} scrapes, median ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms, ${devices} interfaces at the end`;
}

async function diskChurn(): Promise<string> {
  if (!existsSync("/dev/loop-control")) throw new Impossible("no loop devices");
  const image = join(temporaryDirectory(), "image");
  writeFileSync(image, "");
  truncateSync(image, 8 << 20);
  const program = await startProgram([]);
  const before = await good(program);
  for (let i = 0; i < 100; i++) {
    const device = execFileSync("losetup", ["--find", "--show", image], { encoding: "utf8" }).trim();
    const asked = Promise.all([good(program), good(program)]);
    execFileSync("losetup", ["--detach", device]);
    for (const answer of await asked) assertOthers(before, answer);
  }
  return "200 of 200 scrapes ok";
}
