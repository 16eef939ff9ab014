import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { startProgram } from "../../support/program.ts";
import { cgroup, inGroup } from "../support/cgroup.ts";
import { good, inParallel, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";

const CLIENTS = 38;
const ROUNDS = 2;
const SERIES = 110_000;

/** Clients that all want a large family, each with another one beside it, where memory is short. */
export async function manyVariants(): Promise<string> {
  const folder = temporaryDirectory();
  const series = (i: number) => `large_metric{number="${i}",text="${"x".repeat(60)}"} ${i}\n`;
  writeFileSync(join(folder, "large.prom"), Array.from({ length: SERIES }, (_, i) => series(i)).join(""));
  const group = cgroup("memory");
  writeFileSync(join(group, "memory.limit_in_bytes"), String(300 << 20));
  const program = await startProgram([`--collector.textfile.directory=${folder}`], { wrapper: inGroup(group) });
  const { body } = await good(program, { timeout: 30 });
  const families = [...body.matchAll(/^# TYPE (node_\S+) /gm)].map(([, name = ""]) => name).slice(0, CLIENTS);
  assert.equal(families.length, CLIENTS);
  let [whole, refused] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    await inParallel(CLIENTS, CLIENTS, async (i) => {
      const path = `/metrics?name[]=large_metric&name[]=${families[i]}`;
      const headers = { "Accept-Encoding": i % 2 === 0 ? "gzip" : "identity" };
      // One who reads too slowly is disconnected, which is no fault where the machine is that busy.
      const answer = await scrape(program, { path, timeout: 60, headers }).catch(() => undefined);
      if (answer === undefined || answer.status === 503) refused++;
      else {
        assert.equal(answer.status, 200);
        assert.equal(answer.body.match(/^large_metric\{/gm)?.length, SERIES);
        whole++;
      }
    });
  }
  await good(program, { timeout: 30 });
  const peak = Number(readFileSync(join(group, "memory.max_usage_in_bytes"), "utf8")) >> 20;
  assert.ok(whole > 0, "nobody was served");
  await stopProgram(program);
  return `${whole} of ${CLIENTS * ROUNDS} answered in full (${(body.length / (1 << 20)).toFixed(1)} MiB each), ${refused} with 503 or cut off; peak ${peak} of 300 MiB`;
}
