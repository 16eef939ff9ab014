import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Frames } from "../../../src/collectors/parsers/dbus/frames.ts";
import { decodeCall, encodeAnswer, encodeBusCall, type Answer, type ReceivedCall } from "./message.ts";
import { cleanUp, temporaryDirectory } from "../clean-up.ts";

/** Answers a call; undefined for never. */
export type Handler = (call: ReceivedCall) => Answer | undefined;

const METHOD_CALL = 1;

/** A server on a Unix socket that hands each connection to `accept`; closed after the test. */
export async function listenOn(path: string, accept: (socket: Socket) => void): Promise<void> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    accept(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  cleanUp(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
}

/** A bus in this process that lets everybody in and answers all calls by `handler`. Resolves with its address. */
export async function startFakeBus(handler: Handler): Promise<string> {
  const path = join(temporaryDirectory(), "bus");
  await listenOn(path, (socket) => {
    let greeting = "";
    const frames = new Frames();
    socket.on("data", (chunk: Buffer) => {
      if (greeting.endsWith("BEGIN\r\n")) return serve(socket, frames, chunk, handler);
      greeting += chunk.toString("latin1");
      if (/^\0AUTH EXTERNAL [0-9a-f]+\r\n$/.test(greeting)) socket.write("OK 0123456789abcdef0123456789abcdef\r\n");
      const begin = greeting.indexOf("BEGIN\r\n");
      if (begin < 0) return undefined;
      const rest = Buffer.from(greeting.slice(begin + 7), "latin1");
      greeting = "BEGIN\r\n";
      return serve(socket, frames, rest, handler);
    });
  });
  return `unix:path=${path}`;
}

function serve(socket: Socket, frames: Frames, chunk: Buffer, handler: Handler): void {
  frames.push(chunk, (bytes) => {
    const call = decodeCall(bytes);
    const answer = call.member === "Hello" ? ({ signature: "s", values: [":1.1"] } as const) : handler(call);
    if (answer !== undefined && !socket.destroyed) socket.write(encodeAnswer(1, call, answer));
  });
}

/** Connects to a bus, owns `name` there and answers calls by `handler` until the test is over. */
export async function startService(socketPath: string, name: string, handler: Handler): Promise<void> {
  const socket = connect(socketPath);
  cleanUp(() => void socket.destroy());
  await once(socket, "connect");
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.geteuid?.())).toString("hex")}\r\n`);
  await once(socket, "data");
  socket.write("BEGIN\r\n");
  socket.write(encodeBusCall(1, "Hello", "", []));
  socket.write(encodeBusCall(2, "RequestName", "su", [name, 0]));
  const frames = new Frames();
  let serial = 2;
  await new Promise<void>((resolve) => {
    socket.on("data", (chunk: Buffer) =>
      frames.push(chunk, (bytes) => {
        const call = decodeCall(bytes);
        if (call.replyTo === 2) resolve();
        const answer = call.type === METHOD_CALL ? handler(call) : undefined;
        if (answer !== undefined) socket.write(encodeAnswer(++serial, call, answer));
      }),
    );
  });
}

function once(socket: Socket, event: "connect" | "data"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once("error", reject);
  });
}
