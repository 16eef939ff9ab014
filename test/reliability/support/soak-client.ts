import { randomInt } from "node:crypto";
import { type EventEmitter, once } from "node:events";
import { type ClientHttp2Session, connect } from "node:http2";
import { Agent, request } from "node:https";
import { gunzipSync } from "node:zlib";
import { checked } from "./scrape.ts";
import type { SecureProgram } from "./secure.ts";

/** What became of one scrape. */
export interface Sent {
  readonly kind: "whole" | "filtered" | "hurried" | "cancelled";
  /** Undefined for one that was cancelled. */
  readonly milliseconds?: number;
  readonly error?: string;
}

export interface Client {
  scrape(): Promise<Sent>;
  close(): void;
}

interface Response {
  readonly status: number;
  readonly bytes: Buffer;
  readonly isPacked: boolean;
}

/** Sends one request; undefined when it was cancelled. */
type Send = (path: string, headers: Readonly<Record<string, string>>, cancel: boolean) => Promise<Response | undefined>;

/** Seconds that clients wait; of a scrape with the last one everything has to come. */
const HURRIED = [0.05, 0.3, 1];
const PATIENT = 10;

const TEXT = "text/plain;version=0.0.4";

/** What a busy machine may add, in milliseconds. */
const GRACE = 3000;

/** Every second client uses HTTP/2. `expected`: collectors that succeed in a whole scrape. */
export function soakClient(program: SecureProgram, number: number, expected: readonly string[]): Client {
  const { send, close } = number % 2 === 0 ? http2Sender(program) : http1Sender(program);
  return {
    close,
    async scrape() {
      const kind = pick<Sent["kind"]>(["whole", "whole", "filtered", "hurried", "cancelled"]);
      const timeout = kind === "hurried" ? pick(HURRIED) : PATIENT;
      const headers = {
        "accept-encoding": pick(["gzip", "identity"]),
        accept: kind === "whole" ? TEXT : pick([TEXT, "application/openmetrics-text;version=1.0.0"]),
        "x-prometheus-scrape-timeout-seconds": String(timeout),
      };
      const path = `/metrics${kind === "filtered" ? filter(expected) : ""}`;
      const start = performance.now();
      try {
        const response = await send(path, headers, kind === "cancelled");
        if (response === undefined) return { kind };
        const milliseconds = performance.now() - start;
        const error = problem(kind, response, expected) ?? (milliseconds > timeout * 1000 + GRACE ? "late" : undefined);
        return { kind, milliseconds, ...(error !== undefined && { error: `${kind}: ${error}` }) };
      } catch (error) {
        return { kind, error: `${kind}: ${error instanceof Error ? error.message : String(error)}` };
      }
    },
  };
}

function filter(expected: readonly string[]): string {
  const some = Array.from({ length: randomInt(1, 5) }, () => pick(expected));
  return pick([
    `?${some.map((name) => `collect[]=${name}`).join("&")}`,
    `?${some.map((name) => `exclude[]=${name}`).join("&")}`,
    "?name[]=node_load1&name[]=node_cpu_seconds_total",
  ]);
}

function problem(
  kind: Sent["kind"],
  { status, bytes, isPacked }: Response,
  expected: readonly string[],
): string | undefined {
  const body = (isPacked ? gunzipSync(bytes) : bytes).toString();
  if (status !== 200) return `status ${status}: ${body.slice(0, 100)}`;
  if (kind !== "whole") return undefined;
  const success = checked({ status, body });
  const missing = expected.filter((name) => success.get(name) !== 1);
  return missing.length === 0 ? undefined : `without ${missing.join(" ")}`;
}

function http1Sender({ port, ca }: SecureProgram): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send: Send = async (path, headers, cancel) => {
    const sent = request({ host: "127.0.0.1", port, ca, agent, path, headers });
    sent.end();
    if (cancel) {
      const closed = closing(sent);
      setTimeout(() => sent.destroy(), randomInt(0, 30));
      await closed;
      return undefined;
    }
    const [response] = await once(sent, "response");
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return {
      status: response.statusCode,
      bytes: Buffer.concat(chunks),
      isPacked: response.headers["content-encoding"] === "gzip",
    };
  };
  return { send, close: () => agent.destroy() };
}

function http2Sender({ port, ca }: SecureProgram): { send: Send; close(): void } {
  let session: ClientHttp2Session | undefined;
  const open = () => {
    if (session === undefined || session.closed || session.destroyed)
      session = connect(`https://127.0.0.1:${port}`, { ca }).on("error", () => {});
    return session;
  };
  const send: Send = async (path, headers, cancel) => {
    const stream = open().request({ ":path": path, ...headers });
    if (cancel) {
      const closed = closing(stream);
      setTimeout(() => stream.close(8), randomInt(0, 30));
      stream.resume();
      await closed;
      return undefined;
    }
    const [response] = await once(stream, "response");
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return {
      status: response[":status"],
      bytes: Buffer.concat(chunks),
      isPacked: response["content-encoding"] === "gzip",
    };
  };
  return { send, close: () => session?.destroy() };
}

/** A connection that is reset is no error of one who leaves. */
async function closing(emitter: EventEmitter): Promise<void> {
  emitter.on("error", () => {});
  await new Promise<void>((resolve) => void emitter.once("close", () => resolve()));
}

function pick<T>(values: readonly T[]): T {
  return values[randomInt(values.length)] as T;
}
