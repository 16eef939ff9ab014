import assert from "node:assert/strict";
import { readExposition } from "../../../src/main/commands/compare/exposition.ts";
import { type Answer, ask, type RequestOptions } from "../../support/request.ts";
import { samplesOf } from "../../support/samples.ts";

export interface ScrapeOptions extends RequestOptions {
  readonly path?: string;
}

/** One request; the answer of any status. */
export async function scrape({ port }: { port: number }, options: ScrapeOptions = {}): Promise<Answer> {
  return ask(port, options.path ?? "/metrics", options);
}

/** What a whole and valid exposition held. */
export interface Good extends Answer {
  /** Collector to 1 or 0. */
  readonly success: ReadonlyMap<string, number>;
}

/** A scrape that has to be answered with a valid exposition. */
export async function good(program: { port: number }, options: ScrapeOptions = {}): Promise<Good> {
  const answer = await scrape(program, options);
  return { ...answer, success: checked(answer) };
}

/** The collectors' success in an answer, which has to be a valid exposition without repeated series. */
export function checked({ status, body }: Pick<Answer, "status" | "body">): ReadonlyMap<string, number> {
  assert.equal(status, 200, `status ${status}: ${body.slice(0, 200)}`);
  readExposition(Buffer.from(body));
  const names = samplesOf(body).map((line) => line.slice(0, line.lastIndexOf(" ")));
  assert.equal(new Set(names).size, names.length, "a series came twice");
  const found = body.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\} ([01])$/gm);
  return new Map([...found].map(([, collector = "", value]) => [collector, Number(value)]));
}

/** They follow devices and mounts that other programs on the machine bring and take away. */
const RESTLESS = new Set(["btrfs", "dmmultipath", "xfs"]);

/** The collectors that succeeded and go on to do so, whatever other programs do. */
export function succeeded({ success }: Good): readonly string[] {
  return [...success].filter(([collector, ok]) => ok === 1 && !RESTLESS.has(collector)).map(([collector]) => collector);
}

/** Every other collector is as it was before the fault. */
export function assertOthers(before: Good, after: Good, ...affected: readonly string[]): void {
  const others = ({ success }: Good) =>
    [...success].filter(([collector]) => !affected.includes(collector) && !RESTLESS.has(collector));
  assert.deepEqual(others(after), others(before));
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

/** Milliseconds as seconds, for people. */
export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Runs an action for each of so many, at most `width` at a time. */
export async function inParallel<T>(
  count: number,
  width: number,
  action: (number: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) results[i] = await action(i);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return results;
}
