import { loadPackage } from "../../collectors/kit/load-package.ts";
import { messageOf } from "../../collectors/kit/errors.ts";
import type { Log } from "../log/log.ts";
import type { Closable } from "./program-end.ts";

/** Longest time between two signs of life, in milliseconds; the unit asks for one in three minutes. */
const LONGEST_SILENCE = 60_000;

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;

/** Nothing here waits for a service manager that does not read. */
const MSG_DONTWAIT = 0x40;

/** What a reload tells the service manager. */
export interface ReloadNotices {
  /** The configuration is being read again. */
  reloading(): void;
  /** That is over, however it ended. */
  reloaded(): void;
}

/** Tells the service manager about the state of this process, see sd_notify(3). Without one nothing is loaded or done. */
export class ServiceManager implements Closable, ReloadNotices {
  private readonly send: (state: string) => void;
  private readonly silence: number | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private isStopping = false;

  /** Removes from `env` what is not meant for children of this process. */
  constructor(env: NodeJS.ProcessEnv, log: Log) {
    this.silence = longestSilence(env, process.pid);
    this.send = sender(socketAddress(env["NOTIFY_SOCKET"] ?? ""), log);
    for (const name of ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]) delete env[name];
  }

  /** Requests are answered from here on. */
  ready(): void {
    this.send("READY=1");
    if (this.silence === undefined) return;
    this.watchdog = setInterval(() => this.send("WATCHDOG=1"), this.silence).unref();
  }

  /** The time shows that this answers the reload that was asked for last, and not an earlier one. */
  reloading(): void {
    if (!this.isStopping) this.send(`RELOADING=1\nMONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  reloaded(): void {
    if (!this.isStopping) this.send("READY=1");
  }

  async close(): Promise<void> {
    clearInterval(this.watchdog);
    this.isStopping = true;
    this.send("STOPPING=1");
    await Promise.resolve();
  }
}

/** Half of the time after which the service manager gives up, in milliseconds; undefined: it expects no signs of life. */
export function longestSilence(env: Readonly<NodeJS.ProcessEnv>, pid: number): number | undefined {
  const { NOTIFY_SOCKET: socket = "", WATCHDOG_USEC: limit = "", WATCHDOG_PID: owner = String(pid) } = env;
  if (socket === "" || owner !== String(pid) || !(Number(limit) > 0)) return undefined;
  return Math.min(LONGEST_SILENCE, Number(limit) / 2000);
}

/** The `struct sockaddr_un` of a path or, after an `@`, of an abstract name; undefined for anything else. */
export function socketAddress(text: string): Uint8Array | undefined {
  if (!/^[/@]./.test(text)) return undefined;
  const name = text.startsWith("@") ? `\0${text.slice(1)}` : `${text}\0`;
  return Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(name)]);
}

function sender(address: Uint8Array | undefined, log: Log): (state: string) => void {
  if (address === undefined) return () => {};
  try {
    const send = openSocket(address);
    return (state) => {
      if (send(Buffer.from(state)) < 0) log("warn", "the service manager cannot be told", { state });
    };
  } catch (error) {
    log("warn", "the service manager cannot be told of anything", { err: messageOf(error) });
    return () => {};
  }
}

/** Node.js has no sockets of this kind. */
function openSocket(address: Uint8Array): (bytes: Uint8Array) => number {
  const library = (loadPackage("koffi") as Koffi).load(null);
  const open = library.func("int socket(int, int, int)");
  const sendTo = library.func("intptr_t sendto(int, void *, size_t, int, void *, uint32_t)");
  const fd = open(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  return (bytes) => sendTo(fd, bytes, bytes.length, MSG_NOSIGNAL | MSG_DONTWAIT, address, address.length);
}

interface Koffi {
  load(path: null): { func(declaration: string): (...values: (number | Uint8Array)[]) => number };
}
