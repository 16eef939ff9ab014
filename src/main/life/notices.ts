import type { Log } from "../log/log.ts";
import type { Sent } from "./notify-socket.ts";

/** Time until what was not sent is tried again, in milliseconds; doubled each time. */
const FIRST_PAUSE = 100;

/** Longest such time, in milliseconds: an operator who waits for `systemctl` should not notice it. */
const LONGEST_PAUSE = 2000;

/** Messages to the service manager, in order. Those for which its queue has no room are kept and tried again. */
export class Notices {
  private readonly send: (state: string) => Sent;
  private readonly log: Log;
  private kept: readonly string[] = [];
  private pause = FIRST_PAUSE;
  private timer: NodeJS.Timeout | undefined;

  constructor(send: (state: string) => Sent, log: Log) {
    this.send = send;
    this.log = log;
  }

  tell(state: string): void {
    this.kept = withState(this.kept, state);
    this.sendKept();
  }

  private sendKept(): void {
    while (this.kept[0] !== undefined) {
      const state = this.kept[0];
      const sent = this.send(state);
      if (sent === "full") return this.tryAgain(state);
      if (sent === "failed") this.log("warn", "the service manager cannot be told", { state });
      this.kept = this.kept.slice(1);
    }
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pause = FIRST_PAUSE;
  }

  private tryAgain(state: string): void {
    if (this.timer !== undefined) return;
    if (this.pause === FIRST_PAUSE)
      this.log("warn", "the service manager does not read: what it should know is sent again", { state });
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.sendKept();
    }, this.pause).unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

/** What is still to be sent: never more than a start, one reload and a sign of life, whatever is told. */
function withState(kept: readonly string[], state: string): readonly string[] {
  if (state === "STOPPING=1") return [state];
  // Only the last reload is waited for. An earlier READY=1 may be that of the start, without which there is no reload.
  if (isReload(state)) return [...kept.slice(0, reloadIn(kept)), state];
  return state === "WATCHDOG=1" && kept.includes(state) ? kept : [...kept, state];
}

function reloadIn(kept: readonly string[]): number {
  const place = kept.findIndex(isReload);
  return place < 0 ? kept.length : place;
}

function isReload(state: string): boolean {
  return state.startsWith("RELOADING=1");
}
