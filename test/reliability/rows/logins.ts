import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashSync } from "bcryptjs";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { startProgram } from "../../support/program.ts";
import { percentile, scrape } from "../support/scrape.ts";

const SAMPLES = 50;

/** Part of the time by which medians may differ: a hash of half the cost would take half of it. */
const NOISE = 0.25;

/** Wrong passwords of known users, whatever their cost, are refused in the time that unknown users take. */
export async function refusalTimes(): Promise<string> {
  const config = join(temporaryDirectory(), "web.yml");
  const users = { costly: 9, cheap: 5 };
  const lines = Object.entries(users).map(([user, cost]) => `  ${user}: ${hashSync("secret", cost)}\n`);
  writeFileSync(config, `basic_auth_users:\n${lines.join("")}`);
  const program = await startProgram([`--web.config.file=${config}`]);
  const times: Record<string, number[]> = { costly: [], cheap: [], nobody: [] };
  // In turn, so that whatever else the machine does meets all alike.
  for (let i = -3; i < SAMPLES; i++) {
    for (const [user, taken] of Object.entries(times)) {
      const authorization = `Basic ${Buffer.from(`${user}:wrong ${user} ${i}`).toString("base64")}`;
      const { status, milliseconds } = await scrape(program, { headers: { authorization } });
      assert.equal(status, 401);
      if (i >= 0) taken.push(milliseconds * 1000);
    }
  }
  const medians = Object.entries(times).map(([user, taken]) => [user, percentile(taken, 0.5) / 1000] as const);
  const values = medians.map(([, median]) => median);
  const text = medians.map(([user, median]) => `${user} ${median.toFixed(1)} ms`).join(", ");
  assert.ok(Math.max(...values) <= Math.min(...values) * (1 + NOISE), text);
  return `medians of ${SAMPLES} refusals: ${text}`;
}
