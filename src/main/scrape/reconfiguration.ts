import { messageOf } from "../../collectors/kit/errors.ts";
import { inTime, LATE } from "../../workers/protocol/in-time.ts";
import type { CollectorOptions } from "../../workers/protocol/options.ts";
import { freePlaces } from "../../workers/protocol/places.ts";
import type { Log } from "../log/log.ts";
import { numbersOf } from "./lane-options.ts";
import type { Owner, Owners } from "./owners.ts";

/** A lane that has not answered by then, in milliseconds, is left alone until its run has ended. */
const PATIENCE = 5000;

/**
 * Takes the collectors of all lanes to other options while they run. What changes is made first, beside what runs; where
 * something cannot be made, all stays as it is. A lane that hangs follows when it has returned.
 */
export class Reconfiguration {
  private readonly owners: Owners;
  private readonly isBusy: (owner: Owner) => boolean;
  private readonly log: Log;
  /** The options that lanes were to follow last. */
  private readonly followed = new WeakMap<Owner, CollectorOptions>();

  constructor(owners: Owners, isBusy: (owner: Owner) => boolean, log: Log) {
    this.owners = owners;
    this.isBusy = isBusy;
    this.log = log;
  }

  /**
   * One call at a time. `commit` is called when nothing can fail any more, with the collectors that do not run from then
   * on. Rejects with the reasons why collectors cannot be made.
   */
  async apply(options: CollectorOptions, commit: (ended: ReadonlySet<number>) => void): Promise<void> {
    const staged = new Set<Owner>();
    const change = this.changeTo(options);
    const lanes = this.owners.all.filter((owner) => owner.role !== "left out" && !this.hangs(owner));
    const stages = lanes.map((owner) => this.stage(owner, options, change.of(owner), staged));
    const problems = (await Promise.all(stages)).flat();
    if (problems.length > 0) {
      for (const { lane } of staged) lane.dismiss();
      throw new Error([...new Set(problems)].join("; "));
    }
    this.commit(options, staged, commit);
  }

  /** Has lanes follow that run by earlier options and do not hang: they did, or have been opened meanwhile. */
  catchUp(): void {
    const { all, options } = this.owners;
    for (const owner of all) {
      if (owner.lane.collectorOptions === options.collectors || this.hangs(owner)) continue;
      // Where it cannot, it is asked again when the options change again.
      if (this.followed.get(owner) === options.collectors) continue;
      this.followed.set(owner, options.collectors);
      void this.follow(owner, options.collectors);
    }
  }

  /** Who runs what by these options, as owners are now. */
  private changeTo({ enabled }: CollectorOptions) {
    const { all, options, home } = this.owners;
    const wanted = new Set(numbersOf(enabled, options.names));
    const owned = new Set(all.flatMap(({ collectors }) => Array.from(collectors)));
    const begun = [...wanted].filter((number) => !owned.has(number));
    return {
      begun,
      ended: new Set([...owned].filter((number) => !wanted.has(number))),
      of: (owner: Owner): readonly number[] => [
        ...[...owner.collectors].filter((number) => wanted.has(number)),
        ...(owner === home ? begun : []),
      ],
    };
  }

  /** The reasons why it is not possible. */
  private async stage(
    owner: Owner,
    options: CollectorOptions,
    collectors: readonly number[],
    staged: Set<Owner>,
  ): Promise<string[]> {
    try {
      const answer = await inTime(owner.lane.stage(options, collectors), PATIENCE);
      if (answer === LATE) return [];
      staged.add(owner);
      return answer.failures.map(({ collector, message }) => `collector ${collector}: ${message}`);
    } catch (error) {
      return [`a worker cannot change its flags: ${messageOf(error)}`];
    }
  }

  private commit(
    options: CollectorOptions,
    staged: ReadonlySet<Owner>,
    commit: (ended: ReadonlySet<number>) => void,
  ): void {
    const { begun, ended } = this.changeTo(options);
    const { series } = this.owners.options;
    commit(ended);
    this.owners.reconfigure(options, begun, ended);
    if (series !== undefined) for (const number of ended) freePlaces(series.places, number);
    for (const owner of staged) owner.lane.adopt(options, [...owner.collectors]);
    this.catchUp();
  }

  private async follow(owner: Owner, options: CollectorOptions): Promise<void> {
    const { lane, collectors } = owner;
    try {
      const { failures } = await lane.stage(options, [...collectors]);
      for (const { collector, message } of failures) {
        this.log("error", "the collector goes on by its earlier flags", { collector, err: message });
      }
      if (failures.length > 0) lane.dismiss();
      else lane.adopt(options, [...collectors]);
    } catch (error) {
      this.followed.delete(owner);
      this.log("error", "a worker goes on by its earlier flags until the next try", { err: messageOf(error) });
    }
  }

  private hangs(owner: Owner): boolean {
    return owner.role === "isolated" && this.isBusy(owner);
  }
}
