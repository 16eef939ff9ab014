import type { IncomingMessage, ServerResponse } from "node:http";
import { replyAndClose } from "./replies.ts";

/** Throws the body of a request away, up to `limit` bytes; false when it was too large and has been answered. */
export function discardBody(req: IncomingMessage, res: ServerResponse, limit: number): boolean {
  if (Number(req.headers["content-length"] ?? 0) > limit) {
    replyAndClose(res, 413, "The body of the request is too large.\n");
    return false;
  }
  let received = 0;
  req.on("data", (chunk: Uint8Array) => {
    received += chunk.length;
    if (received > limit) req.socket.destroy();
  });
  return true;
}
