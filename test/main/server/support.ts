import { request, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import type { Log } from "../../../src/main/log/log.ts";
import { parseListenAddress } from "../../../src/main/options/listen-address.ts";
import { parseSubnet } from "../../../src/main/options/subnet.ts";
import type { Handler } from "../../../src/main/server/handler.ts";
import { defaultLimits, type WebLimits } from "../../../src/main/server/limits.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { SlowClients } from "../../../src/main/server/slow-clients.ts";
import { openWeb, type Web } from "../../../src/main/server/web.ts";
import { rawConnection, received } from "../../support/request.ts";

export interface Setup {
  readonly listen?: readonly string[];
  readonly sockets?: readonly number[];
  readonly allow?: readonly string[];
  readonly configFile?: string;
  readonly limits?: Partial<WebLimits>;
  readonly handler?: Handler;
}

export interface Opened {
  readonly web: Web & { readonly stats: Stats };
  readonly observer: RecordingObserver;
  /** Port of the first address. */
  readonly port: number;
  /** One line for each message logged above debug, as `level message key=value`. */
  readonly logged: readonly string[];
  /** The lines at debug level. */
  readonly debug: readonly string[];
}

/** What the server reported so far. */
export interface Stats {
  readonly connections: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly stalled: number;
  readonly handshakesRefused: number;
  readonly unauthorized: number;
  readonly rateLimited: number;
  readonly configurationCurrent: boolean;
  readonly configurationFailures: number;
}

/** Serves `hello` (or what `handler` says) on loopback until the test has ended. */
export async function open(setup: Setup = {}): Promise<Opened> {
  const { listen = ["127.0.0.1:0"], sockets = [], allow = [], configFile = "", limits = {} } = setup;
  const logged: string[] = [];
  const debug: string[] = [];
  const observer = new RecordingObserver();
  const opened = await openWeb(
    {
      listen: listen.map((text) => parseListenAddress(text)),
      sockets,
      allowed: allow.map((text) => parseSubnet(text)),
      configFile,
    },
    setup.handler ?? hello,
    { observer, log: logTo(logged, debug), slowClients: new SlowClients(observer) },
    { ...defaultLimits(), ...limits },
  );
  cleanUp(() => opened.close(0));
  const web = Object.defineProperty(opened, "stats", { get: () => statsOf(observer) }) as Opened["web"];
  return { web, observer, port: portOf(web.addresses[0] ?? ""), logged, debug };
}

/** Writes what is logged as `level message key=value`. */
export function logTo(lines: string[], debug: string[] = []): Log {
  return (level, message, attributes = {}) => {
    (level === "debug" ? debug : lines).push(
      [level, message, ...Object.entries(attributes).map(([key, value]) => `${key}=${value}`)].join(" "),
    );
  };
}

function statsOf(observer: RecordingObserver): Stats {
  return {
    connections: observer.levels.get("connections") ?? 0,
    accepted: observer.counted("connection accepted"),
    rejected: observer.counted("connection rejected"),
    stalled: observer.counted("response stalled"),
    handshakesRefused: observer.counted("handshake refused"),
    unauthorized: observer.counted("request unauthorized"),
    rateLimited: observer.counted("request over the rate limit"),
    configurationCurrent: observer.levels.get("web configuration current") !== 0,
    configurationFailures: observer.counted("web configuration failed"),
  };
}

const hello: Handler = (_req, res) => {
  res.writeHead(200, { "Content-Type": "text/plain", "Content-Length": "5" });
  res.end("hello");
};

export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function get(options: RequestOptions & { readonly port?: number }, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", agent: false, ...options }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    req.on("error", reject);
    req.end(body);
  });
}

/** Sends bytes and returns everything that comes back until the other side closes. */
export async function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = await rawConnection(port);
  socket.write(bytes);
  return received(socket);
}
