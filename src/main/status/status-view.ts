import { hostname } from "node:os";
import { visibleLines } from "../log/visible.ts";
import type { Setting } from "../options/values.ts";
import type { OwnMetrics } from "../self/own-metrics.ts";
import { RecentLoad } from "./recent-load.ts";

/** What does not come from scrapes. */
export interface StatusFacts {
  readonly host: string;
  readonly version: string;
  readonly metricsPath: string;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly load: RecentLoad;
}

/** A page with the policy that its browser is to hold it to. */
export interface StatusPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** Clients that ask for JSON within this time get the same, in milliseconds: monitoring systems poll it. */
const KEPT_FOR = 1000;

/** Shows what was recorded. What that takes is loaded when somebody looks for the first time. */
export class StatusView {
  private readonly own: OwnMetrics;
  private facts: StatusFacts;
  /** What clients were last shown, with details and without. */
  private readonly shown = new Map<boolean, { readonly at: number; readonly json: string }>();

  constructor(own: OwnMetrics, facts: Omit<StatusFacts, "host" | "load">) {
    this.own = own;
    this.facts = { ...facts, host: hostname(), load: new RecentLoad() };
  }

  /** What flags are set to from now on. */
  use(settings: StatusFacts["settings"]): void {
    this.facts = { ...this.facts, settings };
  }

  /** At most a second old. `isDetailed`: with what not everybody may see. */
  async json(isDetailed: boolean): Promise<string> {
    this.own.watched();
    const now = performance.now();
    const shown = this.shown.get(isDetailed);
    if (shown !== undefined && now - shown.at < KEPT_FOR) return shown.json;
    const { takeSnapshot } = await import("./snapshot.ts");
    const snapshot = await takeSnapshot(this.own, this.facts, isDetailed);
    const json = visibleLines(`${JSON.stringify(snapshot)}\n`);
    this.shown.set(isDetailed, { at: now, json });
    return json;
  }

  /** As `json`, for people. */
  async page(isDetailed: boolean): Promise<StatusPage> {
    this.own.watched();
    const [{ takeSnapshot }, { renderPage }] = await Promise.all([import("./snapshot.ts"), import("./page/page.ts")]);
    return renderPage(await takeSnapshot(this.own, this.facts, isDetailed));
  }
}
