import { Impossible } from "../support/impossible.ts";

/** What a row of the matrix says: the fault, and where its test lies. */
export interface Row {
  /** As in docs/reliability.md: a letter for the area and a number. */
  readonly id: string;
  /** The fault or input, in a few words. */
  readonly what: string;
  /** Tests of the test suite that cover the row, or a part of it. */
  readonly tests?: readonly TestReference[];
  /** A run of the whole program under the fault; resolves to the figure, throws Impossible or what went wrong. */
  readonly run?: () => Promise<string>;
  /** Namespaces of its own that the run needs, all as root. */
  readonly namespaces?: "mounts" | "mounts and network";
  /** Why the run does not belong into `npm test`: what it needs, or how long it takes. */
  readonly only?: "root" | "slow";
}

export interface TestReference {
  /** Path below `test/`. */
  readonly file: string;
  /** Matches the full name of the test; without it, all tests of the file count. */
  readonly name?: RegExp;
}

/** How a row fared. */
export interface Verdict {
  readonly verdict: "passed" | "failed" | "not possible here";
  /** The figure, the reason, or what went wrong. */
  readonly text: string;
}

/** Runs a row in this process. */
export async function runHere(run: () => Promise<string>): Promise<Verdict> {
  try {
    return { verdict: "passed", text: await run() };
  } catch (error) {
    if (error instanceof Impossible) return { verdict: "not possible here", text: error.message };
    return { verdict: "failed", text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
