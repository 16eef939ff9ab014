import type { StatFs } from "../../collectors/kit/host.ts";

/*
 * The protocol between the probe and its child: one JSON array per line, in latin1. Paths are the bytes of the path, one
 * character each.
 */

/** Asks for statfs of a path. */
export type ProbeRequest = readonly [id: number, path: string];

/** The answer to a request: the numbers of statfs, or the number of the error. */
export type ProbeReply =
  | readonly [
      id: number,
      type: number,
      bsize: number,
      blocks: number,
      bfree: number,
      bavail: number,
      files: number,
      ffree: number,
    ]
  | readonly [id: number, errno: number];

/** The id of a request without a path, which only asks whether the child is alive; the reply is the id alone. */
export const PING = 0;

/** The answer as collectors see it. */
export function answerOf(reply: ProbeReply): StatFs | { readonly errno: number } {
  if (reply.length === 2) return { errno: reply[1] };
  const [, type, bsize, blocks, bfree, bavail, files, ffree] = reply;
  return { type, bsize, blocks, bfree, bavail, files, ffree };
}

/** Splits a stream into lines and passes every complete line to `take`. */
export function lineReader(take: (line: string) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  };
}
