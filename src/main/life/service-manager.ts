import { messageOf } from "../../collectors/kit/errors.ts";
import type { Log } from "../log/log.ts";
import { Notices } from "./notices.ts";
import { openNotifySocket, socketAddress } from "./notify-socket.ts";
import type { Closable } from "./program-end.ts";

/** Longest time between two signs of life, in milliseconds; the unit asks for one in three minutes. */
const LONGEST_SILENCE = 60_000;

/** What a reload tells the service manager. */
export interface ReloadNotices {
  /** The configuration is being read again. */
  reloading(): void;
  /** That is over, however it ended. */
  reloaded(): void;
}

/** Tells the service manager about the state of this process, see sd_notify(3). Without one nothing is loaded or done. */
export class ServiceManager implements Closable, ReloadNotices {
  private readonly notices: Notices | undefined;
  private readonly silence: number | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private isStopping = false;

  /** Removes from `env` what is not meant for children of this process. */
  constructor(env: NodeJS.ProcessEnv, log: Log) {
    this.silence = longestSilence(env, process.pid);
    this.notices = noticesTo(socketAddress(env["NOTIFY_SOCKET"] ?? ""), log);
    for (const name of ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]) delete env[name];
  }

  /** Requests are answered from here on. */
  ready(): void {
    this.notices?.tell("READY=1");
    if (this.silence === undefined) return;
    this.watchdog = setInterval(() => this.notices?.tell("WATCHDOG=1"), this.silence).unref();
  }

  /** The time shows that this answers the reload that was asked for last, and not an earlier one. */
  reloading(): void {
    if (!this.isStopping) this.notices?.tell(`RELOADING=1\nMONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  reloaded(): void {
    if (!this.isStopping) this.notices?.tell("READY=1");
  }

  async close(): Promise<void> {
    clearInterval(this.watchdog);
    this.isStopping = true;
    this.notices?.tell("STOPPING=1");
    await Promise.resolve();
  }
}

/** Half of the time after which the service manager gives up, in milliseconds; undefined: it expects no signs of life. */
export function longestSilence(env: Readonly<NodeJS.ProcessEnv>, pid: number): number | undefined {
  const { NOTIFY_SOCKET: socket = "", WATCHDOG_USEC: limit = "", WATCHDOG_PID: owner = String(pid) } = env;
  if (socket === "" || owner !== String(pid) || !(Number(limit) > 0)) return undefined;
  return Math.min(LONGEST_SILENCE, Number(limit) / 2000);
}

function noticesTo(address: Uint8Array | undefined, log: Log): Notices | undefined {
  if (address === undefined) return undefined;
  try {
    return new Notices(openNotifySocket(address), log);
  } catch (error) {
    log("warn", "the service manager cannot be told of anything", { err: messageOf(error) });
    return undefined;
  }
}
