import type { CollectorContext } from "../kit/define.ts";
import type { FileProblem } from "../text-format/textfile.ts";
import { LineBudget } from "./line-budget.ts";

/** A file that has a fault or had one; an empty text is none. */
interface Known {
  current: string;
  /** Since the last line. */
  changes: number;
  readonly budget: LineBudget;
}

/** Lines about one file at once, and the time after which there is another one, in milliseconds. */
const LINES_OF_FILE = 3;
const INTERVAL_OF_FILE = 60_000;

/** The same for all files. */
const LINES = 100;
const INTERVAL = 6000;

/** Files remembered at a time: names may come and go for ever. */
const MAX_KNOWN = 1000;

/** Logs once when a file gets a fault or another one, and once when it is in order again; less where that keeps changing. */
export class FaultLog {
  private readonly log: CollectorContext["log"];
  private readonly now: () => number;
  private readonly known = new Map<string, Known>();
  private readonly budget: LineBudget;

  constructor(log: CollectorContext["log"], now: () => number = () => performance.now()) {
    this.log = log;
    this.now = now;
    this.budget = new LineBudget(LINES, INTERVAL, now());
  }

  /** All that is wrong at a scrape. */
  record(problems: readonly FileProblem[]): void {
    if (problems.length === 0 && this.known.size === 0) return;
    const now = this.now();
    const messages = new Map<string, string>();
    for (const problem of problems) if (!messages.has(problem.path)) messages.set(problem.path, messageOf(problem));
    for (const path of messages.keys()) {
      if (!this.known.has(path) && this.hasPlace()) this.known.set(path, newlyKnown(now));
    }
    for (const [path, known] of this.known) this.update(path, known, messages.get(path) ?? "", now);
  }

  /** Makes a place for another file, if need be at the cost of one that is in order again and of its last line. */
  private hasPlace(): boolean {
    if (this.known.size < MAX_KNOWN) return true;
    for (const [path, { current }] of this.known) if (current === "") return this.known.delete(path);
    return false;
  }

  private update(path: string, known: Known, message: string, now: number): void {
    if (message !== known.current) known.changes++;
    known.current = message;
    const left = known.budget.left(now);
    if (known.changes > 0 && left >= 1 && this.budget.left(now) >= 1) this.tell(path, known);
    // Nothing more is to be told, and the next fault is as good as the first.
    else if (known.changes === 0 && message === "" && left === LINES_OF_FILE) this.known.delete(path);
  }

  private tell(path: string, known: Known): void {
    const { current, changes } = known;
    const attributes = { file: path, ...(current !== "" && { err: current }), ...(changes > 1 && { changes }) };
    if (current === "") this.log("info", "textfile is shown in full again", attributes);
    else this.log("error", "textfile is not shown in full", attributes);
    known.changes = 0;
    known.budget.take();
    this.budget.take();
  }
}

function newlyKnown(now: number): Known {
  return { current: "", changes: 0, budget: new LineBudget(LINES_OF_FILE, INTERVAL_OF_FILE, now) };
}

function messageOf({ path, line, problem }: FileProblem): string {
  return `${path}: ${line > 0 ? `line ${line}: ` : ""}${problem}`;
}
