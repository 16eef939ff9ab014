import type { Socket } from "node:net";
import type { Observer } from "../self/observer.ts";
import type { Sweeper, Swept } from "./sweeper.ts";

/** Every open connection. */
export class Connections implements Swept {
  /** With the time by which the protocol or the client has to have moved on; infinite: others look after it. */
  private readonly open = new Map<Socket, number>();
  private emptied: (() => void) | undefined;
  private readonly observer: Observer;
  private readonly sweeper: Sweeper;

  constructor(observer: Observer, sweeper: Sweeper) {
    this.observer = observer;
    this.sweeper = sweeper;
  }

  get size(): number {
    return this.open.size;
  }

  add(socket: Socket): void {
    this.observer.count("connection accepted");
    this.open.set(socket, Infinity);
    this.observer.set("connections", this.open.size);
    // Errors before and after a protocol looks at the socket (a reset, say) end this connection only; `close` follows.
    socket.on("error", ignore);
    socket.once("close", () => this.remove(socket));
  }

  /** The connection is closed at this time on the clock of `performance.now()`, unless a later call changes that. */
  closeAt(socket: Socket, time: number): void {
    if (!this.open.has(socket)) return;
    this.open.set(socket, time);
    this.sweeper.by(time);
  }

  /** Closes the connections whose time is over. */
  sweep(now: number): number {
    let next = Infinity;
    for (const [socket, deadline] of this.open) {
      if (deadline <= now) socket.destroy();
      else next = Math.min(next, deadline);
    }
    return next;
  }

  /** Closes the connections on which no byte has ever arrived. */
  closeSilent(): void {
    for (const socket of this.open.keys()) if (socket.bytesRead === 0) socket.destroy();
  }

  closeAll(): void {
    for (const socket of this.open.keys()) socket.destroy();
  }

  /** Resolves once no connection is open. */
  async empty(): Promise<void> {
    if (this.open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.emptied = resolve;
    });
  }

  private remove(socket: Socket): void {
    this.open.delete(socket);
    this.observer.set("connections", this.open.size);
    if (this.open.size === 0) this.emptied?.();
  }
}

function ignore(): void {}
