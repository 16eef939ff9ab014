import type { Socket } from "node:net";

/** What is known about one connection between two sweeps. */
interface Watch {
  /** The socket that carries the responses: the connection itself, or the TLS layer on it. */
  outer: Socket;
  /** Set while the first byte of a TLS connection is awaited. */
  silentSince: number | undefined;
  /** `bytesWritten` when a response was first seen waiting for the client. */
  written: number;
  stalledSince: number;
}

/** Every open connection. One sweep a second looks after all of them, so that a request needs no timer of its own. */
export class Connections {
  private readonly watches = new Map<Socket, Watch>();
  /** Connections accepted, and those closed because a response was not taken in time. */
  accepted = 0;
  stalled = 0;
  private emptied: (() => void) | undefined;

  get size(): number {
    return this.watches.size;
  }

  add(socket: Socket): void {
    this.accepted++;
    this.watches.set(socket, { outer: socket, silentSince: undefined, written: 0, stalledSince: 0 });
    // Errors before and after a protocol looks at the socket (a reset, say) end this connection only; `close` follows.
    socket.on("error", ignore);
    socket.once("close", () => this.remove(socket));
  }

  /** The client has to send its first byte within the time for headers. */
  awaitFirstByte(socket: Socket, now: number): void {
    const watch = this.watches.get(socket);
    if (watch !== undefined) watch.silentSince = now;
  }

  firstByteArrived(socket: Socket): void {
    const watch = this.watches.get(socket);
    if (watch !== undefined) watch.silentSince = undefined;
  }

  /** Responses go through `outer` from now on. */
  layer(socket: Socket, outer: Socket): void {
    const watch = this.watches.get(socket);
    if (watch !== undefined) watch.outer = outer;
  }

  /** Cuts connections that have been silent or have not taken a response for too long (times in milliseconds). */
  sweep(now: number, silence: number, stall: number): void {
    for (const [socket, watch] of this.watches) {
      if (watch.silentSince !== undefined && now - watch.silentSince >= silence) socket.destroy();
      else if (watch.outer.writableLength === 0) watch.stalledSince = 0;
      else if (hasStalled(watch, now, stall)) this.cut(socket, watch);
    }
  }

  /** Closes the connections on which no byte has ever arrived. */
  closeSilent(): void {
    for (const socket of this.watches.keys()) if (socket.bytesRead === 0) socket.destroy();
  }

  closeAll(): void {
    for (const [socket, watch] of this.watches) {
      watch.outer.destroy();
      socket.destroy();
    }
  }

  /** Resolves once no connection is open. */
  async empty(): Promise<void> {
    if (this.watches.size === 0) return;
    await new Promise<void>((resolve) => {
      this.emptied = resolve;
    });
  }

  private cut(socket: Socket, watch: Watch): void {
    this.stalled++;
    watch.outer.destroy();
    socket.destroy();
  }

  private remove(socket: Socket): void {
    this.watches.delete(socket);
    if (this.watches.size === 0) this.emptied?.();
  }
}

/** A further write counts as progress: it is only made when the one before was taken. */
function hasStalled(watch: Watch, now: number, stall: number): boolean {
  const written = watch.outer.bytesWritten;
  if (watch.stalledSince === 0 || written !== watch.written) {
    watch.stalledSince = now;
    watch.written = written;
    return false;
  }
  return now - watch.stalledSince >= stall;
}

function ignore(): void {}
