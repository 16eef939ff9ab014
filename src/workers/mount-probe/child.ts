/**
 * The program of the probe's child process: answers statfs requests from standard input on standard output.
 * A call on a dead mount never returns, and a process that waits for one cannot exit cleanly.
 */
import { statfs } from "node:fs";
import { errnoNumber } from "../../collectors/kit/errno-text.ts";
import { lineReader, PING, type ProbeReply, type ProbeRequest } from "./messages.ts";

const EIO = 5;

// A signal to the whole group is for the parent; this process ends with it, when its standard input closes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

process.stdin.setEncoding("latin1");
process.stdin.on("data", lineReader(answer));
for (const stream of [process.stdin, process.stdout]) {
  stream.on("end", end);
  stream.on("close", end);
  stream.on("error", end);
}

function answer(line: string): void {
  // Only the parent writes to this pipe.
  const [id, path] = JSON.parse(line) as ProbeRequest;
  if (id === PING) {
    process.stdout.write(`[${PING}]\n`);
    return;
  }
  statfs(Buffer.from(path, "latin1"), (error, stat) => {
    if (error !== null) reply([id, errnoNumber(error) ?? EIO]);
    else reply([id, stat.type, stat.bsize, stat.blocks, stat.bfree, stat.bavail, stat.files, stat.ffree]);
  });
}

function reply(values: ProbeReply): void {
  process.stdout.write(`${JSON.stringify(values)}\n`);
}

/** `process.exit` would wait for calls that never return. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}
