import assert from "node:assert/strict";
import { type Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { gunzipSync } from "node:zlib";
import { ExpositionReader } from "../../../src/main/commands/compare/exposition.ts";
import { cleanUp } from "./clean-up.ts";

export interface ScrapeOptions {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
  /** Seconds that Prometheus would allow; sent along. */
  readonly timeout?: number;
}

export interface Scraped {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly milliseconds: number;
  readonly localPort: number | undefined;
}

/** One request; the answer of any status. */
export async function scrape({ port }: { port: number }, options: ScrapeOptions = {}): Promise<Scraped> {
  const { path = "/metrics", method = "GET", agent, timeout } = options;
  const headers = {
    ...(timeout === undefined ? {} : { "X-Prometheus-Scrape-Timeout-Seconds": String(timeout) }),
    ...options.headers,
  };
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port, path, method, headers, agent: agent ?? false }, (res) => {
      const chunks: Buffer[] = [];
      const localPort = req.socket?.localPort;
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const text = (res.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
        const milliseconds = performance.now() - start;
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text, milliseconds, localPort });
      });
    });
    req.on("error", reject);
    req.end();
  });
}

/** What a whole and valid exposition held. */
export interface Good extends Scraped {
  /** Collector to 1 or 0. */
  readonly success: ReadonlyMap<string, number>;
}

/** A scrape that has to be answered with a valid exposition. */
export async function good(program: { port: number }, options: ScrapeOptions = {}): Promise<Good> {
  const answer = await scrape(program, options);
  return { ...answer, success: checked(answer) };
}

/** The collectors' success in an answer, which has to be a valid exposition without repeated series. */
export function checked({ status, text }: Scraped): ReadonlyMap<string, number> {
  assert.equal(status, 200, `status ${status}: ${text.slice(0, 200)}`);
  const reader = new ExpositionReader();
  reader.push(text);
  reader.finish();
  const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const names = series.map((line) => line.slice(0, line.lastIndexOf(" ")));
  assert.equal(new Set(names).size, names.length, "a series came twice");
  const found = text.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\} ([01])$/gm);
  return new Map([...found].map(([, collector = "", value]) => [collector, Number(value)]));
}

/** They follow devices and mounts that other programs on the machine bring and take away. */
const RESTLESS = new Set(["btrfs", "dmmultipath", "xfs"]);

/** Every other collector is as it was before the fault. */
export function assertOthers(before: Good, after: Good, ...affected: readonly string[]): void {
  const others = ({ success }: Good) =>
    [...success].filter(([collector]) => !affected.includes(collector) && !RESTLESS.has(collector));
  assert.deepEqual(others(after), others(before));
}

/** The value of one series, written as in the exposition without its value; undefined when it is absent. */
export function value({ text }: { text: string }, series: string): number | undefined {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** A raw connection; resets are part of these tests. */
export async function rawConnection(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.on("error", () => {});
  cleanUp(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Everything that comes on a connection until the other side closes it. */
export async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString("latin1");
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
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
