import { type ClientRequest, type IncomingMessage, request as requestPlain, type RequestOptions } from "node:http";
import { request as requestTls } from "node:https";
import type { Duplex } from "node:stream";
import { messageOf } from "../../../collectors/kit/errors.ts";

/** Where to send a request: a URL, or a path on a server that listens on a unix socket or is reached by a connection. */
export type Target =
  | { readonly url: URL; readonly insecure: boolean }
  | { readonly connect: () => Duplex; readonly path: string }
  | { readonly socket: string; readonly path: string };

/** A request without the response it is for; the message has the reason and does not name the target. */
export class FetchError extends Error {
  override readonly name = "FetchError";
}

/** Codes of OpenSSL for a certificate whose CA is not known. */
const UNKNOWN_CA: ReadonlySet<unknown> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** A response larger than this is not the exposition of a host. */
const MAX_BYTES = 1 << 29;

/** The text that one scrape returns; rejects with FetchError, after `seconds` at the latest. */
export async function fetchText(target: Target, seconds: number): Promise<Buffer> {
  const headers = { accept: "text/plain;version=0.0.4", "x-prometheus-scrape-timeout-seconds": String(seconds) };
  const abort = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await request(target, { headers, agent: false, signal: abort });
    if (response.statusCode !== 200) {
      response.resume();
      throw new FetchError(`the response has status ${response.statusCode}`);
    }
    return await read(response);
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError(abort.aborted ? `no complete response within ${seconds} s` : messageWithHint(error));
  }
}

/** The status of the response to a GET request; rejects with FetchError, after `seconds` at the latest. */
export async function fetchStatus(target: Target, seconds: number): Promise<number> {
  const abort = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      open(target, { agent: false, signal: abort }, resolve)
        .once("upgrade", resolve)
        .once("error", reject)
        .once("close", () => reject(new Error("the connection ended without an answer")))
        .end();
    });
    // The status is all that counts.
    response.destroy();
    return response.statusCode ?? 0;
  } catch (error) {
    throw new FetchError(abort.aborted ? `no answer within ${seconds} s` : messageWithHint(error));
  }
}

/** Node.js would say which of its own options may help. */
function messageWithHint(error: unknown): string {
  const message = messageOf(error);
  if (!(error instanceof Error && "code" in error && UNKNOWN_CA.has(error.code))) return message;
  return `${message.replace(/;.*/, "")} (set NODE_EXTRA_CA_CERTS to a file with its CA, or use --insecure)`;
}

async function request(target: Target, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    open(target, options, resolve).once("error", reject).end();
  });
}

function open(target: Target, options: RequestOptions, answered: (response: IncomingMessage) => void): ClientRequest {
  if ("connect" in target) {
    // An agent would make the connection itself.
    return requestPlain(
      { ...options, agent: undefined, createConnection: target.connect, path: target.path },
      answered,
    );
  }
  if ("socket" in target) return requestPlain({ ...options, socketPath: target.socket, path: target.path }, answered);
  if (target.url.protocol === "http:") return requestPlain(target.url, options, answered);
  return requestTls(target.url, { ...options, rejectUnauthorized: !target.insecure }, answered);
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new FetchError(`the response is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (!response.complete) throw new FetchError("the connection closed before the response was complete");
  return Buffer.concat(chunks);
}
