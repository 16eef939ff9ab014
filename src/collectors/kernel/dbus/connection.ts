import { connect, type Socket } from "node:net";
import { ParseError } from "../../kit/errors.ts";
import { loopTurns } from "../../kit/loop-turns.ts";
import { Frames } from "../../parsers/dbus/frames.ts";
import { decodeMessage, encodeCall, type Message, type MethodCall } from "../../parsers/dbus/message.ts";
import type { Value } from "../../parsers/dbus/values.ts";

/** The service that was called answered with an error. */
export class BusError extends Error {
  override readonly name = "BusError";
}

/** The bus took the connection, or a call, and did not answer. */
export class BusSilence extends Error {
  override readonly name = "BusSilence";
}

/** An open bus; every call ends before the deadline, and with an error when nothing is answered for two seconds. */
export interface Bus {
  /** Throws a BusError when the service answers with an error, any other error when the bus itself fails. */
  call(call: MethodCall): Promise<readonly Value[]>;
  close(): void;
}

const SILENCE_MS = 2000;

/** dbus-daemon refuses more than 128 unanswered calls of one connection to the system bus. */
const MAX_UNANSWERED = 64;

/** The answers to the client's part of the handshake are short lines. */
const MAX_LINE_BYTES = 4096;

/** Connects as the current user. `hello` asks for a name, which a bus needs and a service's private socket does not know. */
export async function openBus(socketPath: string, deadline: number, hello: boolean): Promise<Bus> {
  const connection = new Connection(connect({ path: socketPath }), deadline);
  try {
    await connection.authenticated;
    if (hello) await connection.call(HELLO);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

const HELLO: MethodCall = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
  member: "Hello",
  strings: [],
};

interface Pending {
  resolve(body: readonly Value[]): void;
  reject(error: unknown): void;
}

class Connection implements Bus {
  readonly authenticated: Promise<void>;
  private readonly socket: Socket;
  private readonly frames = new Frames();
  private readonly pending = new Map<number, Pending>();
  private readonly waiting: (() => void)[] = [];
  private readonly silence: NodeJS.Timeout;
  private readonly end: NodeJS.Timeout;
  private greeting: Buffer | undefined = Buffer.alloc(0);
  private handshake: Pending | undefined;
  private failure: Error | undefined;
  private serial = 0;
  private heard = 0;

  constructor(socket: Socket, deadline: number) {
    this.socket = socket;
    this.authenticated = new Promise<void>((resolve, reject) => {
      this.handshake = { resolve: () => resolve(), reject };
    });
    socket.on("connect", () => this.greet());
    socket.on("data", (chunk: Buffer) => this.receive(chunk));
    socket.on("error", (error) => this.fail(error));
    socket.on("close", () => this.fail(new Error("the bus closed the connection")));
    this.silence = setTimeout(() => void this.listenOnceMore(), SILENCE_MS);
    const left = Math.max(0, deadline - performance.now());
    this.end = setTimeout(() => this.fail(new BusSilence("no answer from the bus before the deadline")), left);
  }

  call(call: MethodCall): Promise<readonly Value[]> {
    return new Promise((resolve, reject) => {
      const send = () => {
        if (this.failure !== undefined) return reject(this.failure);
        const serial = ++this.serial;
        this.pending.set(serial, { resolve, reject });
        this.write(encodeCall(serial, call));
      };
      if (this.pending.size < MAX_UNANSWERED) send();
      else this.waiting.push(send);
    });
  }

  close(): void {
    this.fail(new Error("the connection to the bus is closed"));
  }

  /** SASL EXTERNAL: the server asks the kernel who we are and compares. */
  private greet(): void {
    const uid = Buffer.from(String(process.geteuid?.() ?? 0)).toString("hex");
    this.socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  }

  private receive(chunk: Buffer): void {
    try {
      if (this.greeting === undefined) this.frames.push(chunk, (bytes) => this.answer(decodeMessage(bytes)));
      else this.receiveGreeting(Buffer.concat([this.greeting, chunk]));
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error("unknown failure"));
    }
  }

  private receiveGreeting(received: Buffer): void {
    this.greeting = received;
    const end = received.indexOf("\r\n");
    if (end < 0 && received.length <= MAX_LINE_BYTES) return;
    const line = received.toString("latin1", 0, Math.min(end < 0 ? received.length : end, 100));
    if (end < 0 || !/^OK( |$)/.test(line)) throw new ParseError(`D-Bus: not let in: ${JSON.stringify(line)}`);
    this.greeting = undefined;
    this.hear();
    this.socket.write("BEGIN\r\n");
    this.handshake?.resolve([]);
    if (received.length > end + 2) this.receive(received.subarray(end + 2));
  }

  private answer({ kind, replyTo, error, body }: Message): void {
    const call = kind === "other" ? undefined : this.pending.get(replyTo);
    if (call === undefined) return;
    this.hear();
    this.pending.delete(replyTo);
    if (kind === "return") call.resolve(body);
    else call.reject(new BusError(`${error}: ${String(body[0] ?? "")}`));
    this.waiting.shift()?.();
  }

  private hear(): void {
    this.heard++;
    this.silence.refresh();
  }

  /** Where this thread itself stood still for two seconds, the answer may be there and not read yet. */
  private async listenOnceMore(): Promise<void> {
    const { heard } = this;
    await loopTurns();
    if (this.heard === heard) this.fail(new BusSilence("no answer from the bus for 2 seconds"));
  }

  /** Calls of one turn of the event loop leave with one system call. */
  private write(bytes: Buffer): void {
    if (this.socket.writableCorked === 0) {
      this.socket.cork();
      process.nextTick(() => this.socket.uncork());
    }
    this.socket.write(bytes);
  }

  /** Ends the connection and every call; only the first reason counts. */
  private fail(error: Error): void {
    if (this.failure !== undefined) return;
    this.failure = error;
    clearTimeout(this.silence);
    clearTimeout(this.end);
    this.socket.destroy();
    this.handshake?.reject(error);
    const unanswered = [...this.pending.values()];
    this.pending.clear();
    for (const each of unanswered) each.reject(error);
    for (const send of this.waiting.splice(0)) send();
  }
}
