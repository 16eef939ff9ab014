import type { ServerResponse } from "node:http";

/** Ends a request with a short text. */
export function answer(res: ServerResponse, status: number, text: string, headers?: Readonly<Record<string, string>>) {
  res.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Content-Length": String(Buffer.byteLength(text)),
    ...headers,
  });
  res.end(text);
}
