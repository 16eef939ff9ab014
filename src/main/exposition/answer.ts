import { catalog } from "../../collectors/generated/catalog.ts";
import { Sink } from "../../workers/render/sink.ts";
import type { BodyPool } from "./body-pool.ts";
import type { Client } from "./client.ts";
import type { Encoder } from "./encoder.ts";
import { type Merged, Merger, writeExposition } from "./merge.ts";
import { duration, success } from "./scrape-families.ts";
import type { Log } from "../log/log.ts";
import { stackOf } from "../log/stack.ts";
import type { CollectionResult, Recipient } from "../scrape/collection-result.ts";
import type { Observer } from "../self/observer.ts";
import { ProblemLog } from "./problem-log.ts";
import { appendPieces, type Piece, type Section, SinkFinisher } from "../../workers/protocol/section.ts";

/** Families that are 1 where a family that users bring is left out. */
const FAULTS: ReadonlySet<string> = new Set(
  catalog.flatMap(({ bringsFamilies }) => (bringsFamilies === undefined ? [] : [bringsFamilies.fault])),
);

/** The families of the exporter itself. */
interface OwnPieces {
  families(): readonly Piece[];
}

/** Once the bodies of a collection have this size in all, no further one is written, in bytes. */
const MAX_BYTES = 16 << 20;

/** An exposition in one format with one set of families, and who waits for it. */
interface Variant {
  /** Equal for equal formats and families. */
  readonly key: string;
  readonly body: Buffer;
  readonly plain: Client[];
  readonly gzip: Client[];
}

/** Makes the answers to one collection's clients: merged once, written once a format, compressed once. */
export class Answers implements Recipient<Client> {
  private readonly names: readonly string[];
  private running: number;
  private readonly own: OwnPieces;
  private readonly observer: Observer;
  private readonly log: Log;
  private readonly problemLog: ProblemLog;
  private readonly merger = new Merger();
  private readonly filteredMerger = new Merger();
  private readonly encoder: Encoder;
  private readonly pool: BodyPool;
  private readonly pieces: Piece[] = [];
  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);

  /** `names`: the collectors by number, all of which run until `use`. */
  constructor(names: readonly string[], encoder: Encoder, own: OwnPieces, observer: Observer, log: Log) {
    this.names = names;
    this.running = names.length;
    this.encoder = encoder;
    this.pool = encoder.pool;
    this.own = own;
    this.observer = observer;
    this.log = log;
    this.problemLog = new ProblemLog(log);
  }

  /** So many collectors run from now on. */
  use(running: number): void {
    this.running = running;
  }

  deliver(clients: readonly Client[], result: CollectionResult): void {
    const start = performance.now();
    const variants = writeVariants(this.merge(result), clients, this.pool);
    this.observer.took("merge", (performance.now() - start) / 1000);
    const collectors = this.isWhole(result) ? "all" : result.collectors.join(" ");
    for (const { key, body, plain, gzip } of variants) {
      const done = afterAll(plain.length + Math.min(gzip.length, 1), () => this.pool.give(body));
      for (const client of plain) client.respond(body, false, done);
      if (gzip.length > 0) this.encode(`${collectors} ${key}`, body, gzip, done);
    }
  }

  /** Something threw on the way to these clients. */
  fail(clients: readonly Client[], error: unknown): void {
    this.observer.count("encoding failed");
    this.log("error", "answer failed", { err: stackOf(error) });
    for (const client of clients) client.fail();
  }

  private merge(result: CollectionResult): Merged {
    const { pieces } = this;
    let count = 0;
    for (const section of result.sections) count = appendPieces(pieces, count, section.pieces);
    count = appendPieces(pieces, count, this.collectorPieces(result));
    count = appendPieces(pieces, count, this.own.families());
    if (pieces.length > count) pieces.length = count;
    const merged = (this.isWhole(result) ? this.merger : this.filteredMerger).merge(pieces);
    const problems = [
      ...result.sections.filter(({ duplicates }) => duplicates > 0).map((section) => this.duplicateProblem(section)),
      ...merged.conflicts.map(({ family, problem }) => `${family} ${problem}`),
    ];
    if (problems.length > 0) {
      this.observer.count("gathering failed");
      this.problemLog.record(problems);
    }
    return merged.conflicts.some(({ foreign }) => foreign) ? withFaults(merged) : merged;
  }

  private isWhole({ collectors }: CollectionResult): boolean {
    return collectors.length === this.running;
  }

  private duplicateProblem({ collector, duplicates }: Section): string {
    return `${this.names[collector]}: ${duplicates} samples came more than once`;
  }

  /** Duration and success of every collector that was asked for, in the order of the exposition. */
  private collectorPieces({ collectors, sections, collected }: CollectionResult): readonly Piece[] {
    const byCollector: (Section | undefined)[] = [];
    for (const section of sections) byCollector[section.collector] = section;
    const { emit } = this.sink;
    for (const number of collectors) {
      const section = byCollector[number];
      const name = this.names[number] ?? "";
      emit(duration, section?.seconds ?? collected, name);
      emit(success, section?.status === "ok" ? 1 : 0, name);
    }
    return this.finisher.finish();
  }

  /** `done`: called when the clients do not need the body any more. */
  private encode(kind: string, body: Buffer, clients: readonly Client[], done: () => void): void {
    const start = performance.now();
    this.encoder.encode(kind, body, (encoded) => {
      this.observer.took("compress", (performance.now() - start) / 1000);
      try {
        if (encoded instanceof Error) this.respondPlain(body, encoded, clients, done);
        else this.respondEncoded(encoded, clients, done);
      } catch (error) {
        this.fail(clients, error);
      }
    });
  }

  private respondEncoded(encoded: Buffer, clients: readonly Client[], done: () => void): void {
    done();
    const sent = afterAll(clients.length, () => this.pool.give(encoded));
    for (const client of clients) client.respond(encoded, true, sent);
  }

  /** The body could not be compressed. */
  private respondPlain(body: Buffer, error: Error, clients: readonly Client[], done: () => void): void {
    this.observer.count("encoding failed");
    this.problemLog.record([error.message]);
    const sent = afterAll(clients.length, done);
    for (const client of clients) client.respond(body, false, sent);
  }
}

/** Calls `done` when what this returns has been called `times` times. */
function afterAll(times: number, done: () => void): () => void {
  let left = times;
  return () => {
    left--;
    if (left === 0) done();
  };
}

/** Users bring a family of another collector, of which the collector that reads theirs knows nothing. */
function withFaults({ pieces, conflicts }: Merged): Merged {
  return { pieces: pieces.map((piece) => (FAULTS.has(piece.definition.name) ? withFault(piece) : piece)), conflicts };
}

function withFault(piece: Piece): Piece {
  const bytes = Buffer.concat([piece.definition.text, Buffer.from(`${piece.definition.name} 1\n`)]);
  return { ...piece, bytes, start: 0, length: bytes.length };
}

/** Writes what the clients of one collection have asked for, each variant once, and postpones those for whom it is too much. */
export function writeVariants(merged: Merged, clients: readonly Client[], pool: BodyPool): Iterable<Variant> {
  const variants = new Map<string, Variant>();
  const keyOf = keysOf(merged);
  const postponed: Client[] = [];
  let bytes = 0;
  for (const client of clients) {
    const key = keyOf(client);
    let variant = variants.get(key);
    if (variant === undefined && (bytes >= MAX_BYTES || pool.isFull)) {
      postponed.push(client);
      continue;
    }
    if (variant === undefined) {
      const body = writeExposition(merged, client.format, client.names, (size) => pool.take(size));
      variants.set(key, (variant = { key, body, plain: [], gzip: [] }));
      bytes += body.length;
    }
    (client.gzip ? variant.gzip : variant.plain).push(client);
  }
  for (const client of postponed) client.postpone();
  return variants.values();
}

/** The key of a client's variant. Names that no family has make no variant of their own. */
function keysOf({ pieces }: Merged): (client: Client) => string {
  let families: ReadonlySet<string> | undefined;
  return ({ format, names }) => {
    if (names === undefined) return format;
    const known = (families ??= new Set(pieces.map(({ definition }) => definition.name)));
    return `${format} ${JSON.stringify([...names].filter((name) => known.has(name)).toSorted())}`;
  };
}
