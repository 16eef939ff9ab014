import type { Loader } from "../load/loader.ts";
import type { ClosedLoad } from "../load/messages.ts";
import type { Program } from "../program/program.ts";
import { cpuSeconds, memoryOf, resetPeak, threadSeconds } from "../program/usage.ts";
import { median } from "./statistics.ts";

/** The load on both programs. */
export type Offered = Omit<ClosedLoad, "kind" | "url" | "amount">;

export interface RoundOptions {
  readonly rounds: number;
  /** Length of a round. */
  readonly seconds: number;
  /** Seconds of scrapes before the first round, which are not counted. */
  readonly warmUp: number;
}

/** Results of one program: medians over the rounds. Times in milliseconds, memory in kilobytes. */
export interface Figures {
  readonly program: string;
  /** User and system time of the whole process. */
  readonly cpu: number;
  /** Lowest and highest of the rounds. */
  readonly cpuRange: readonly [number, number];
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly bytes: number;
  readonly errors: number;
  readonly scrapes: number;
  readonly resident: number;
  readonly anonymous: number;
  readonly peak: number;
  /** Collections of the whole host; undefined where the program does not count them. */
  readonly collectionsPerScrape: number | undefined;
  /** Milliseconds per scrape of every kind of thread, by name, over all rounds. */
  readonly threads: Readonly<Record<string, number>>;
}

/** One program with its load. */
export interface Contender {
  readonly program: Program;
  readonly offered: Offered;
  /** Reads the program's counter of collections. */
  readonly collections?: () => Promise<number | undefined>;
}

interface Round {
  readonly cpu: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly bytes: number;
  readonly errors: number;
  readonly scrapes: number;
}

/** Measures the programs in turns, in the opposite order every other round, so that noise of the machine affects them alike. */
export async function measure(
  loader: Loader,
  contenders: readonly Contender[],
  options: RoundOptions,
): Promise<readonly Figures[]> {
  const states = [];
  for (const contender of contenders) states.push(await warmUp(loader, contender, options));
  for (let round = 0; round < options.rounds; round++) {
    for (const state of round % 2 === 0 ? states : states.toReversed()) {
      state.rounds.push(await runRound(loader, state.contender, state.amount));
    }
  }
  // One after the other: the loader answers one question at a time.
  const figures: Figures[] = [];
  for (const state of states) figures.push(await summarize(state));
  return figures;
}

interface State {
  readonly contender: Contender;
  /** Scrapes in a round. */
  readonly amount: number;
  readonly collections: number | undefined;
  /** Seconds of each kind of thread before the first round. */
  readonly threads: ReadonlyMap<string, number>;
  readonly rounds: Round[];
}

/** How many scrapes fill a round: a round is a whole number of scrapes, so that none is half counted. */
async function warmUp(loader: Loader, contender: Contender, options: RoundOptions): Promise<State> {
  const { connections } = contender.offered;
  let amount = connections;
  let seen = await load(loader, contender, amount);
  for (let spent = seen.seconds; spent < options.warmUp; spent += seen.seconds) {
    amount = Math.max(connections, Math.ceil((seen.answers / seen.seconds) * Math.min(options.warmUp - spent, 1)));
    seen = await load(loader, contender, amount);
  }
  resetPeak(contender.program.pid);
  const perRound = Math.ceil((seen.answers / seen.seconds) * options.seconds);
  return {
    contender,
    amount: Math.max(connections, 2, perRound),
    collections: await contender.collections?.(),
    threads: threadSeconds(contender.program.pid),
    rounds: [],
  };
}

async function runRound(loader: Loader, contender: Contender, amount: number): Promise<Round> {
  const { pid } = contender.program;
  const before = cpuSeconds(pid);
  const seen = await load(loader, contender, amount);
  const cpu = cpuSeconds(pid) - before;
  return {
    cpu: (cpu * 1000) / Math.max(1, seen.answers),
    perSecond: seen.answers / seen.seconds,
    p50: seen.p50,
    p99: seen.p99,
    max: seen.max,
    bytes: seen.bytes,
    errors: seen.errors,
    scrapes: seen.answers,
  };
}

function load(loader: Loader, { program, offered }: Contender, amount: number) {
  return loader.run({ kind: "closed", url: `${program.url}/metrics`, amount, ...offered });
}

async function summarize({ contender, rounds, collections, threads }: State): Promise<Figures> {
  const { program } = contender;
  const middle = (of: (round: Round) => number) => median(rounds.map(of));
  const total = (of: (round: Round) => number) => rounds.reduce((sum, round) => sum + of(round), 0);
  const cpus = rounds.map(({ cpu }) => cpu);
  const scrapes = total((round) => round.scrapes);
  const memory = memoryOf(program.pid);
  return {
    program: program.name,
    cpu: median(cpus),
    cpuRange: [Math.min(...cpus), Math.max(...cpus)],
    perSecond: middle((round) => round.perSecond),
    p50: middle((round) => round.p50),
    p99: middle((round) => round.p99),
    max: Math.max(...rounds.map(({ max }) => max)),
    bytes: middle((round) => round.bytes),
    errors: total((round) => round.errors),
    scrapes,
    resident: memory.resident,
    anonymous: memory.anonymous,
    peak: memory.peak,
    threads: threadsPerScrape(contender, threads, scrapes),
    collectionsPerScrape: await collectionsPerScrape(contender, collections, scrapes),
  };
}

function threadsPerScrape(
  { program }: Contender,
  before: ReadonlyMap<string, number>,
  scrapes: number,
): Readonly<Record<string, number>> {
  const after = threadSeconds(program.pid);
  return Object.fromEntries(
    [...after].map(([name, seconds]) => [name, ((seconds - (before.get(name) ?? 0)) * 1000) / scrapes]),
  );
}

/** The scrape that reads the counter is a collection, too. */
async function collectionsPerScrape(
  contender: Contender,
  before: number | undefined,
  scrapes: number,
): Promise<number | undefined> {
  const after = await contender.collections?.();
  return before === undefined || after === undefined ? undefined : (after - before - 1) / scrapes;
}
