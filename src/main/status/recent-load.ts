/** What the process has used by a moment; times in seconds. */
interface Used {
  readonly at: number;
  readonly cpu: number;
  readonly loop: ReturnType<typeof performance.eventLoopUtilization>;
}

/** How busy the process was in the last seconds, from 0 to 1; `cpu` may be more with several threads. */
interface Load {
  readonly seconds: number;
  readonly cpu: number;
  readonly eventLoop: number;
}

/** A load is that of this many seconds at least, if somebody looks often enough. */
const LEAST_SECONDS = 5;

/** Compares what the process has used by now with what it had used at an earlier look, first with the start. */
export class RecentLoad {
  private earlier: Used = START;
  private latest: Used = this.earlier;

  look(): Load {
    const now = used();
    if (now.at - this.latest.at >= LEAST_SECONDS) {
      this.earlier = this.latest;
      this.latest = now;
    }
    const seconds = now.at - this.earlier.at;
    const eventLoop = performance.eventLoopUtilization(now.loop, this.earlier.loop).utilization;
    return { seconds, cpu: (now.cpu - this.earlier.cpu) / seconds, eventLoop };
  }
}

/** The clock of `performance.now()` starts with the process. */
const START: Used = { at: 0, cpu: 0, loop: { idle: 0, active: 0, utilization: 0 } };

function used(): Used {
  const { user, system } = process.cpuUsage();
  return { at: performance.now() / 1000, cpu: (user + system) / 1e6, loop: performance.eventLoopUtilization() };
}
