import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { startProgram } from "../../support/program.ts";
import { assertOthers, good, percentile } from "../support/scrape.ts";

const ASKED = ["systemd", "logind"];

/** The bus costs one scrape its two seconds, not those that follow. */
export async function silentBus(): Promise<string> {
  const path = join(temporaryDirectory(), "bus");
  const connections: unknown[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    cleanUp(() => void socket.destroy());
  }).listen(path);
  cleanUp(() => void server.close());
  await once(server, "listening");
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${path}` };
  const program = await startProgram(
    ASKED.map((name) => `--collector.${name}`),
    { env },
  );
  const first = await good(program, { timeout: 10 });
  const times: number[] = [];
  for (let i = 0; i < 30; i++) {
    const answer = await good(program, { timeout: 10 });
    assertOthers(first, answer);
    times.push(answer.milliseconds);
  }
  assert.deepEqual(
    ASKED.map((name) => first.success.get(name)),
    [0, 0],
  );
  assert.equal(connections.length, ASKED.length);
  const lines = program.lines.filter((line) => /collector=(systemd|logind) .*no answer/.test(line));
  assert.equal(lines.length, ASKED.length, lines.join("\n"));
  return `first answer after ${Math.round(first.milliseconds)} ms, 30 others at ${percentile(times, 0.5)} ms, a line each`;
}
