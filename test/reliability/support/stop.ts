import { setTimeout as sleep } from "node:timers/promises";
import type { Ended, Program } from "../../support/program.ts";

/** The supervisor gives up then, in milliseconds. */
const LONGEST_END = 30_000;

/** Ends the exporter as its supervisor would; resolves to its end and the milliseconds that it took. */
export async function stopProgram(program: Program): Promise<Ended & { readonly milliseconds: number }> {
  const start = performance.now();
  program.kill("SIGTERM");
  const ended = await Promise.race([program.ended, sleep(LONGEST_END)]);
  if (ended === undefined) throw new Error(`still there ${LONGEST_END} ms after SIGTERM`);
  return { ...ended, milliseconds: performance.now() - start };
}
