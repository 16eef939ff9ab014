import type { Section } from "../../workers/protocol/section.ts";
import type { Owner, Owners } from "./owners.ts";
import type { Log } from "../log/log.ts";
import { type Resize, Sizing, type SizingOptions } from "./sizing.ts";

/**
 * An isolated collector goes back to the others after this many quick runs, and after so many times as many every
 * further time: its worker ends then, which takes what it knows of hung mounts along.
 */
const QUICK_RUNS = 4;
const LONGER = 100;

/** Looks after the owners between runs: who goes back to the others, and how many workers share the collectors. */
export class Upkeep {
  private readonly owners: Owners;
  private readonly sizing: Sizing;
  private readonly log: Log;
  /** Whether there may be more lanes than one. */
  readonly mayGrow: boolean;
  /** How often collectors have gone back to the others. */
  private readonly returns = new Map<number, number>();
  private isGrowing = false;
  /** The log has said that there are more workers: their number may go up and down for ever. */
  private isLogged = false;
  /** How many of those that were left out come back at a time. */
  private readmitted = 1;

  constructor(owners: Owners, options: SizingOptions, log: Log) {
    this.owners = owners;
    this.log = log;
    this.sizing = new Sizing(options);
    this.mayGrow = options.maxLanes > 1;
  }

  /** What the collectors of a run have taken. */
  record(sections: readonly Section[]): void {
    this.sizing.record(sections);
  }

  /** Gives some of those that were left out another try; twice as many after every try that went well. */
  readmit(leftOut: Owner, to: Owner): void {
    if (leftOut.backoff.isWaiting(performance.now())) {
      this.readmitted = 1;
      return;
    }
    this.owners.move([...leftOut.collectors].slice(0, this.readmitted), leftOut, to);
    this.readmitted *= 2;
    if (leftOut.collectors.size > 0) return;
    this.owners.merge(leftOut, to);
    this.readmitted = 1;
  }

  /** An isolated owner has nothing to do: it goes back to the others if it has been quick for long enough. */
  retire(owner: Owner): void {
    const [home] = this.owners.shared;
    if (home === undefined) return;
    const returns = Math.max(...[...owner.collectors].map((collector) => this.returns.get(collector) ?? 0));
    if (owner.quick < QUICK_RUNS * LONGER ** returns) return;
    for (const collector of owner.collectors) this.returns.set(collector, returns + 1);
    this.owners.merge(owner, home);
  }

  /** Lets more workers share the collectors when collections are long, and fewer again when they are short. */
  resize(isBusy: boolean): void {
    const { all } = this.owners;
    if (this.isGrowing || isBusy || all.some(({ role }) => role !== "shared")) return;
    const resize = this.sizing.decide(all.map(({ collectors }) => Array.from(collectors)));
    if (resize?.kind === "split") this.grow(resize);
    else if (resize?.kind === "join") this.shrink(resize);
  }

  /** The new worker takes its collectors over when it is ready: no scrape waits for its start. */
  private grow({ lane: place, moved }: Extract<Resize, { kind: "split" }>): void {
    const from = this.owners.all[place];
    if (from === undefined || !this.owners.hasRoom()) return;
    this.isGrowing = true;
    this.owners.open(moved).then(
      (lane) => {
        this.isGrowing = false;
        const isAsBefore = from.role === "shared" && moved.every((collector) => from.collectors.has(collector));
        if (!isAsBefore || !this.owners.all.includes(from)) return void lane.close();
        this.owners.moveToLane(moved, from, lane, "shared");
        return this.logOnce();
      },
      () => {
        // The others go on as before.
        this.isGrowing = false;
      },
    );
  }

  private logOnce(): void {
    if (!this.isLogged) this.log("info", "more workers than one share the collectors, since collections are long");
    this.isLogged = true;
  }

  private shrink({ lane, into }: Extract<Resize, { kind: "join" }>): void {
    const [from, to] = [this.owners.all[lane], this.owners.all[into]];
    if (from !== undefined && to !== undefined) this.owners.merge(from, to);
  }
}
