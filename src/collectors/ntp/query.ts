import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import type { Native } from "../kit/host.ts";
import { loopTurns } from "../kit/loop-turns.ts";
import { readClock } from "./clock.ts";
import { encodeQuestion, instantOf, parseAnswer, type Instant, type NtpAnswer } from "./packet.ts";

interface NtpServer {
  readonly host: string;
  readonly port: number;
  readonly version: number;
  /** Routers that the question may pass; 0 for the system's default. */
  readonly ttl: number;
}

/** An answer with the times on this host's clock when it was asked for and when it came. */
export interface Exchange {
  readonly asked: Instant;
  readonly answer: NtpAnswer;
  readonly arrived: Instant;
}

/** Asks a server once. Rejects at the deadline (`performance.now()`), or when the host or the packet is refused. */
export function queryNtp(native: Native, server: NtpServer, deadline: number): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(server.host.includes(":") ? "udp6" : "udp4");
    const giveUp = () => end(() => reject(new Error(`no answer from ${server.host} port ${server.port}`)));
    // Where this thread itself stood still, the answer may be there and not read yet.
    const timer = setTimeout(() => void loopTurns().then(giveUp), Math.max(0, deadline - performance.now()));
    let isOpen = true;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      if (isOpen) socket.close();
      isOpen = false;
      settle();
    };
    socket.on("error", (error) => end(() => reject(error)));
    socket.on("connect", () => {
      if (!isOpen) return;
      try {
        ask(
          native,
          socket,
          server,
          (exchange) => end(() => resolve(exchange)),
          (error) => end(() => reject(error)),
        );
      } catch (error) {
        end(() => reject(error));
      }
    });
    socket.connect(server.port, server.host);
  });
}

function ask(
  native: Native,
  socket: Socket,
  { version, ttl }: NtpServer,
  done: (exchange: Exchange) => void,
  fail: (error: unknown) => void,
): void {
  if (ttl > 0) socket.setTTL(ttl);
  const cookie = randomBytes(8);
  const question = encodeQuestion(version, cookie);
  const asked = readClock(native);
  const start = process.hrtime.bigint();
  socket.on("message", (packet) => {
    // The clock may be set meanwhile, so the way and back is taken by one that is never set.
    const arrived = asked + instantOf(0n, process.hrtime.bigint() - start);
    try {
      done({ asked, answer: parseAnswer(packet, cookie), arrived });
    } catch (error) {
      fail(error);
    }
  });
  socket.send(question);
}
