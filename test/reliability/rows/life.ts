import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Row } from "../row.ts";
import { startProgram } from "../../support/program.ts";
import { rawConnection } from "../../support/request.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";
import { good, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";
import { leastPrivilege, littleCpu, littleMemory, otherBootTime } from "./confinement.ts";
import { jumpingClock } from "./clock.ts";
import { endDuringReplacement, endDuringStart } from "./early-end.ts";
import { fullDisk } from "./full-disk.ts";
import { idleMinute } from "./idle.ts";
import { deafLog } from "./log-reader.ts";
import { soak } from "./soak.ts";
import { badAddresses, badFlags, passedSockets } from "./start.ts";

export const lifeRows: readonly Row[] = [
  { id: "L1", what: "SIGTERM: idle, kept connections, in a scrape, half a request", run: endings },
  { id: "L2", what: "addresses that cannot be used", run: badAddresses },
  { id: "L3", what: "bad flags and values", run: badFlags },
  { id: "L4", what: "the log's reader is stalled or gone, the disk is full", only: "slow", run: deafLog },
  { id: "L5", what: "100 MB of memory under load", only: "root", run: littleMemory },
  { id: "L6", what: "5 % of a CPU", only: "root", run: littleCpu },
  { id: "L7", what: "another boot time than the host's", only: "root", run: otherBootTime },
  {
    id: "L8",
    what: "nobody, no capabilities, a read-only root",
    namespaces: "mounts",
    only: "root",
    run: leastPrivilege,
  },
  {
    id: "L9",
    what: "sockets passed by systemd",
    run: passedSockets,
    tests: [
      { file: "main/server/listen.test.ts", name: /inherited sockets/ },
      { file: "main/options/systemd-sockets.test.ts" },
    ],
  },
  { id: "L10", what: "1,000 scrapes with a collector that fails", run: failingCollector },
  { id: "L11", what: "nothing happens for a minute", only: "slow", run: idleMinute },
  { id: "L12", what: "a clock that jumps by an hour and a day, forward and back", only: "slow", run: jumpingClock },
  {
    id: "L13",
    what: "a full disk under stdout and stderr",
    tests: [{ file: "main/log/output.test.ts", name: /full disk/ }],
    namespaces: "mounts",
    only: "root",
    run: fullDisk,
  },
  { id: "L14", what: "SIGTERM at 20 points of time during the start", only: "slow", run: endDuringStart },
  { id: "L15", what: "SIGTERM while a worker is replaced", only: "slow", run: endDuringReplacement },
  {
    id: "L16",
    what: "10 clients of all kinds with mounts, interfaces, processes and textfiles that come and go (`--minutes`)",
    namespaces: "mounts and network",
    only: "slow",
    run: soak,
  },
];

async function endings(): Promise<string> {
  const figures: string[] = [];
  const ended = async (what: string, prepare: (port: number) => Promise<unknown>, ...flags: string[]) => {
    const program = await startProgram(flags);
    await good(program);
    const after = await prepare(program.port);
    const { code, signal, milliseconds } = await stopProgram(program);
    if (typeof after === "function") await after();
    assert.equal(code ?? signal, 0, what);
    const free = createServer().listen(program.port, "127.0.0.1");
    await once(free, "listening");
    free.close();
    figures.push(`${what} ${Math.round(milliseconds)} ms`);
  };
  await ended("idle", async () => {});
  await ended("kept", async (port) => {
    const socket = await rawConnection(port);
    socket.write("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(socket, "data");
  });
  await ended("half", async (port) => (await rawConnection(port)).write("GET /metrics HTTP/1.1\r\nHo"));
  const tree = slowTree();
  await ended(
    "in a scrape",
    async (port) => {
      tree.block();
      // The answer comes without the collector that never returns.
      const asked = scrape({ port }, { timeout: 2 });
      await until(async () => (await scrape({ port })).status === 503);
      return async () => assert.equal((await asked).status, 200);
    },
    "--web.max-requests=1",
    ...tree.flags,
  );
  return figures.join(", ");
}

async function failingCollector(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram(tree.flags);
  await good(program);
  writeFileSync(join(tree.procfs, "loadavg"), "garbage\n");
  const lines = program.lines.length;
  for (let i = 0; i < 1000; i++) assert.equal((await good(program)).success.get("loadavg"), 0);
  const logged = program.lines.length - lines;
  assert.ok(logged <= 3, program.lines.slice(lines, lines + 10).join("\n"));
  return `${logged} line`;
}
