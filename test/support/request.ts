import { once } from "node:events";
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { cleanUp } from "./clean-up.ts";

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly agent?: Agent;
  /** Seconds that Prometheus would allow; sent along. */
  readonly timeout?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked where it came packed. */
  readonly body: string;
  /** From the request to the end of the answer. */
  readonly milliseconds: number;
  readonly localPort: number | undefined;
}

/** One request; resolves to the answer of any status, rejects when the connection ends before it is complete. */
export async function ask(port: number, path: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = "GET", host = "127.0.0.1", agent = false, timeout } = options;
  const headers: Record<string, string> = { ...options.headers };
  if (timeout !== undefined) headers["X-Prometheus-Scrape-Timeout-Seconds"] = String(timeout);
  const start = performance.now();
  const sent = request({ host, port, path, method, headers, agent });
  sent.end();
  const [response]: [IncomingMessage] = (await once(sent, "response")) as never;
  const localPort = response.socket.localPort;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const packed = response.headers["content-encoding"] === "gzip" && bytes.length > 0;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: (packed ? gunzipSync(bytes) : bytes).toString(),
    milliseconds: performance.now() - start,
    localPort,
  };
}

/** A raw connection that is destroyed after the test; resets are part of these tests. */
export async function rawConnection(port: number, options: { allowHalfOpen?: boolean } = {}): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, ...options });
  socket.on("error", () => {});
  cleanUp(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Everything that comes on a connection until the other side closes it. */
export async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A reset before is an end like any other here.
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString("latin1");
}
