import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export type ReplyHeaders = Readonly<Record<string, string>>;

/** Ends a request with a short plain text. */
export function reply(response: ServerResponse, status: number, text: string, headers?: ReplyHeaders): void {
  send(response, status, text, { ...PLAIN, ...headers });
}

const PLAIN: ReplyHeaders = { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" };

/** Ends a request with a page. */
export function replyHtml(response: ServerResponse, status: number, html: string, headers?: ReplyHeaders): void {
  send(response, status, html, { "Content-Type": "text/html; charset=UTF-8", ...headers });
}

/** As `reply`, and closes the connection: what follows on it cannot be trusted. */
export function replyAndClose(response: ServerResponse, status: number, text: string): void {
  response.shouldKeepAlive = false;
  reply(response, status, text);
}

function send(response: ServerResponse, status: number, body: string, headers: ReplyHeaders): void {
  // Node.js would keep a date until the end of the second, with a timer that wakes the process.
  const date = new Date().toUTCString();
  response.writeHead(status, { ...headers, Date: date, "Content-Length": String(Buffer.byteLength(body)) });
  response.end(body);
}

/** Replies on connections on which there is no response object. */
export const RAW_REPLIES = {
  methodNotAllowed: "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nConnection: close\r\n\r\n",
  requestTimeout: "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n",
  notTls: "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
} as const;

/** A client that does not even take a raw reply has this long, in milliseconds. */
const RAW_TIME = 5000;

/** Sends a raw reply and closes the connection as soon as the kernel has it. */
export function replyRaw(socket: Duplex, text: (typeof RAW_REPLIES)[keyof typeof RAW_REPLIES]): void {
  const timer = setTimeout(() => socket.destroy(), RAW_TIME).unref();
  socket.once("close", () => clearTimeout(timer));
  socket.on("error", () => socket.destroy());
  socket.end(text, () => socket.destroy());
}
