import { messageOf } from "../../collectors/kit/errors.ts";
import type { Log } from "../log/log.ts";
import type { Observer } from "../self/observer.ts";
import type { CollectionResult, Recipient } from "./collection-result.ts";
import { CollectorLog } from "./collector-log.ts";
import type { LaneOptions } from "./lane.ts";
import type { Parts } from "./parts.ts";
import { SeriesLog } from "./series-log.ts";

/** Hands results over. Whatever is thrown meanwhile reaches the waiters: nobody waits for ever. No method throws. */
export class Delivery<W> {
  private readonly parts: Parts | undefined;
  private readonly recipient: Recipient<W>;
  private readonly observer: Observer;
  private readonly log: Log;
  private readonly collectorLog: CollectorLog;
  /** Where there are budgets. */
  private readonly seriesLog: SeriesLog | undefined;

  constructor(
    { names, series }: Pick<LaneOptions, "names" | "series">,
    parts: Parts | undefined,
    recipient: Recipient<W>,
    observer: Observer,
    log: Log,
  ) {
    this.parts = parts;
    this.recipient = recipient;
    this.observer = observer;
    this.log = log;
    this.collectorLog = new CollectorLog(names, log);
    this.seriesLog = series && new SeriesLog(names, log);
  }

  /** `makeResult` is called once. */
  deliver(waiters: readonly W[], makeResult: () => CollectionResult): void {
    try {
      const collected = makeResult();
      const result = this.parts?.join(collected) ?? collected;
      this.observer.collected(result);
      if (result.first) {
        this.collectorLog.record(result);
        this.seriesLog?.record(result);
      }
      this.recipient.deliver(waiters, result);
    } catch (error) {
      this.fail(waiters, error);
    }
  }

  fail(waiters: readonly W[], error: unknown): void {
    try {
      this.recipient.fail(waiters, error);
    } catch (second) {
      this.log("error", "clients cannot be told of an error", { err: messageOf(second) });
    }
  }
}
