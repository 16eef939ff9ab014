import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Loader } from "../load/loader.ts";
import type { Program } from "../program/program.ts";
import type { Offered } from "./rounds.ts";

/** Scrapes during which the program is watched, and the milliseconds between two requests. */
const SCRAPES = 6;
const INTERVAL = 2;

/** Longest time in milliseconds that a program's health page took to answer while it was scraped. */
export async function longestPause(loader: Loader, program: Program, offered: Offered): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const url = `${program.url}/-/healthy`;
  // Opens the connection.
  await timeOf(url, agent);
  let longest = 0;
  const state = { scraping: true };
  const load = loader
    .run({ kind: "closed", url: `${program.url}/metrics`, amount: SCRAPES, ...offered })
    .finally(() => {
      state.scraping = false;
    });
  while (state.scraping) {
    longest = Math.max(longest, await timeOf(url, agent));
    await sleep(INTERVAL);
  }
  await load;
  agent.destroy();
  return longest;
}

function timeOf(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    get(url, { agent }, (response) => {
      response.resume();
      response.on("close", () => resolve(performance.now() - start));
    }).on("error", reject);
  });
}
