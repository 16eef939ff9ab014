import type { Socket } from "node:net";
import type { Observer } from "../self/observer.ts";

/** A socket whose responses are looked after. */
interface Writer {
  /** `bytesWritten` when a response was first seen waiting for the client. */
  written: number;
  /** 0 while nothing waits. */
  stalledSince: number;
}

/** Every open connection. One sweep a second looks after all of them, so that a request needs no timer of its own. */
export class Connections {
  /** Accepted sockets, with the time from which a first byte is awaited; 0: it is not. */
  private readonly open = new Map<Socket, number>();
  /** Sockets that responses are written to: accepted ones, and TLS layers on accepted ones. */
  private readonly writers = new Map<Socket, Writer>();
  private emptied: (() => void) | undefined;
  private readonly observer: Observer;

  constructor(observer: Observer) {
    this.observer = observer;
  }

  get size(): number {
    return this.open.size;
  }

  add(socket: Socket): void {
    this.observer.count("connection accepted");
    this.open.set(socket, 0);
    this.observer.set("connections", this.open.size);
    // Errors before and after a protocol looks at the socket (a reset, say) end this connection only; `close` follows.
    socket.on("error", ignore);
    socket.once("close", () => this.remove(socket));
  }

  /** The client has to send its first byte within the time for headers. */
  awaitFirstByte(socket: Socket, now: number): void {
    this.open.set(socket, now);
  }

  firstByteArrived(socket: Socket): void {
    this.open.set(socket, 0);
  }

  /** Responses go through this socket. */
  addWriter(socket: Socket): void {
    this.writers.set(socket, { written: 0, stalledSince: 0 });
    socket.once("close", () => this.writers.delete(socket));
  }

  /** Cuts connections that have been silent or have not taken a response for too long (times in milliseconds). */
  sweep(now: number, silence: number, stall: number): void {
    for (const [socket, since] of this.open) {
      if (since !== 0 && now - since >= silence) socket.destroy();
    }
    for (const [socket, writer] of this.writers) {
      if (socket.writableLength === 0) writer.stalledSince = 0;
      else if (hasStalled(socket, writer, now, stall)) this.cut(socket);
    }
  }

  /** Closes the connections on which no byte has ever arrived. */
  closeSilent(): void {
    for (const socket of this.open.keys()) if (socket.bytesRead === 0) socket.destroy();
  }

  closeAll(): void {
    for (const socket of this.writers.keys()) socket.destroy();
    for (const socket of this.open.keys()) socket.destroy();
  }

  /** Resolves once no connection is open. */
  async empty(): Promise<void> {
    if (this.open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.emptied = resolve;
    });
  }

  private cut(socket: Socket): void {
    this.observer.count("response stalled");
    socket.destroy();
  }

  private remove(socket: Socket): void {
    this.open.delete(socket);
    this.observer.set("connections", this.open.size);
    if (this.open.size === 0) this.emptied?.();
  }
}

/** A further write counts as progress: it is only made when the one before was taken. */
function hasStalled(socket: Socket, writer: Writer, now: number, stall: number): boolean {
  const written = socket.bytesWritten;
  if (writer.stalledSince === 0 || written !== writer.written) {
    writer.stalledSince = now;
    writer.written = written;
    return false;
  }
  return now - writer.stalledSince >= stall;
}

function ignore(): void {}
