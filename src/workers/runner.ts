import type { CollectorDefinition, FlagSpecs, LogLevel, Scrape, Update } from "../collectors/define.ts";
import { NoDataError } from "../collectors/errors.ts";
import type { ScrapedHost } from "./host/host.ts";
import type { CollectorOptions, FlagData } from "./protocol/options.ts";
import { Sink, type TakeFamily } from "./render/sink.ts";

export type Status = "ok" | "nodata" | "failed";

/** How one collector's update ended. */
export interface Outcome {
  readonly status: Status;
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Why it is not `ok`. */
  readonly message: string;
}

/** Receives the sections of a scrape as each collector ends; calls never overlap. */
export interface Publisher {
  /** A collector's update is about to start. */
  started(collector: string): void;
  /** A collector ended: `finish` hands over its families and has to be called before returning. */
  ended(collector: string, outcome: Outcome, finish: (take: TakeFamily) => void): void;
}

export interface RunnerServices {
  log(
    collector: string,
    level: LogLevel,
    message: string,
    attributes?: Readonly<Record<string, string | number>>,
  ): void;
  /** Memory that outlives the worker; the same collector gets the same memory. */
  shared(collector: string, bytes: number): SharedArrayBuffer;
}

interface Member {
  readonly name: string;
  readonly update: Update;
  readonly sink: Sink;
  busy: boolean;
}

/** Runs the collectors of one worker. */
export class Runner {
  private readonly members = new Map<string, Member>();
  private readonly host: ScrapedHost;
  private readonly options: CollectorOptions;
  private readonly services: RunnerServices;

  constructor(host: ScrapedHost, options: CollectorOptions, services: RunnerServices) {
    this.host = host;
    this.options = options;
    this.services = services;
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  /** Makes a collector ready; throws what its `create` throws. */
  add(definition: CollectorDefinition): void {
    const { name } = definition;
    const enabled = new Set(this.options.enabled);
    const given = new Set(this.options.given);
    const update = definition.create({
      host: this.host,
      flags: pick(this.options.flags, definition.flags),
      given: (flag) => given.has(flag),
      isEnabled: (other) => enabled.has(other),
      log: (level, message, attributes) => this.services.log(name, level, message, attributes),
      shared: (bytes) => this.services.shared(name, bytes),
    });
    this.members.set(name, { name, update, sink: new Sink(), busy: false });
  }

  /**
   * Runs the named collectors in this order. Those that have to wait for something else than the kernel run
   * beside each other; the promise resolves when all have ended or the deadline (`performance.now()`) has passed.
   */
  async run(names: readonly string[], deadline: number, publisher: Publisher): Promise<void> {
    this.host.startScrape();
    const scrape = { deadline };
    const pending: Promise<void>[] = [];
    for (const name of names) {
      const member = this.members.get(name);
      if (member === undefined) continue;
      const waiting = this.start(member, scrape, publisher);
      if (waiting !== undefined) pending.push(waiting);
    }
    if (pending.length > 0) await Promise.all(pending);
  }

  private start(member: Member, scrape: Scrape, publisher: Publisher): Promise<void> | undefined {
    const { name, sink } = member;
    const start = performance.now();
    publisher.started(name);
    const end = (error?: unknown) => {
      publisher.ended(name, outcomeOf(error, secondsSince(start)), (take) => sink.finish(take));
    };
    if (member.busy) {
      // What it has emitted meanwhile belongs to an earlier scrape.
      sink.discard();
      end(new Error("the previous update has not returned yet"));
      return undefined;
    }
    let returned: ReturnType<Update>;
    try {
      returned = member.update(sink.emit, scrape);
    } catch (error) {
      end(error ?? new Error("failed without a reason"));
      return undefined;
    }
    if (returned instanceof Promise) return this.settle(member, returned, scrape.deadline, end);
    end(returned);
    return undefined;
  }

  /** Waits for an asynchronous update, but not past the deadline: what it emits later belongs to no scrape. */
  private async settle(
    member: Member,
    waiting: Promise<void>,
    deadline: number,
    end: (error?: unknown) => void,
  ): Promise<void> {
    member.busy = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Error>((resolve) => {
      timer = setTimeout(
        () => resolve(new Error("no answer before the deadline")),
        Math.max(0, deadline - performance.now()),
      );
    });
    const ended = waiting.then(
      () => undefined,
      (error: unknown) => error ?? new Error("failed without a reason"),
    );
    const error = await Promise.race([ended, late]);
    clearTimeout(timer);
    end(error);
    if (await isSettled(ended)) member.busy = false;
    else
      void ended.then(() => {
        member.sink.discard();
        member.busy = false;
      });
  }
}

/** In whole microseconds: a number with few digits is written several times as fast. */
function secondsSince(start: number): number {
  return Math.round((performance.now() - start) * 1000) / 1e6;
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

function pick(flags: FlagData, specs: FlagSpecs): never {
  // The command line has typed and defaulted each flag by its spec, which is what FlagValues says.
  return Object.fromEntries(Object.keys(specs).map((name) => [name, flags[name]])) as never;
}

function outcomeOf(error: unknown, seconds: number): Outcome {
  if (error === undefined) return { status: "ok", seconds, message: "" };
  const message = error instanceof Error ? error.message : `thrown value of type ${typeof error}`;
  return { status: error instanceof NoDataError ? "nodata" : "failed", seconds, message };
}
