import { gauge } from "../../collectors/kit/family.ts";
import { Sink } from "../../workers/render/sink.ts";
import { RepeatedGzip } from "./learned-gzip/repeated-gzip.ts";
import { BodyPool } from "./body-pool.ts";
import { Compressor } from "./compressor.ts";
import { type Format, type Merged, Merger, writeExposition } from "./merge.ts";
import type { Log } from "../log/log.ts";
import { stackOf } from "../log/stack.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import type { Recipient } from "../scrape/scheduler.ts";
import type { Observer } from "../self/observer.ts";
import { ProblemLog } from "./problem-log.ts";
import { appendPieces, type Piece, type Section, SinkFinisher } from "../../workers/protocol/section.ts";

/** Someone who waits for an exposition. */
export interface Client {
  readonly format: Format;
  /** Only families of these names; undefined: all. */
  readonly names: ReadonlySet<string> | undefined;
  readonly gzip: boolean;
  /**
   * Called once. The body may be shared with other clients: nobody writes to it.
   * `sent` has to be called once when it is not needed any more.
   */
  respond(body: Buffer, gzipped: boolean, sent: () => void): void;
  /** Called when answering failed; does nothing where the response has begun. */
  fail(): void;
}

const duration = gauge(
  "node_scrape_collector_duration_seconds",
  "Time that the collector's update took; until the response for one that was not ready.",
  "collector",
);
const success = gauge(
  "node_scrape_collector_success",
  "1 if the update succeeded; 0 if it failed, was not ready in time or had nothing to read.",
  "collector",
);

const TEXTFILE_ERROR = "node_textfile_scrape_error";
const TEXTFILE_FAULT = Buffer.from(`${TEXTFILE_ERROR} 1\n`);

/** The families of the exporter itself. */
export interface OwnPieces {
  families(): readonly Piece[];
}

/** An exposition in one format with one set of families, and who waits for it. */
interface Variant {
  readonly body: Buffer;
  readonly plain: Client[];
  readonly gzip: Client[];
}

/** Makes the answers to one collection's clients: merged once, written once a format, compressed once. */
export class Answers implements Recipient<Client> {
  private readonly names: readonly string[];
  private readonly own: OwnPieces;
  private readonly observer: Observer;
  private readonly log: Log;
  private readonly problemLog: ProblemLog;
  private readonly merger = new Merger();
  private readonly filteredMerger = new Merger();
  private readonly pool = new BodyPool();
  private readonly repeated = new RepeatedGzip();
  private readonly compressor = new Compressor();
  private readonly pieces: Piece[] = [];
  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);

  /** `names`: the enabled collectors, by number. */
  constructor(names: readonly string[], own: OwnPieces, observer: Observer, log: Log) {
    this.names = names;
    this.own = own;
    this.observer = observer;
    this.log = log;
    this.problemLog = new ProblemLog(log);
  }

  deliver(clients: readonly Client[], result: CollectionResult): void {
    const start = performance.now();
    const merged = this.merge(result);
    const variants = new Map<string, Variant>();
    for (const client of clients) {
      const key =
        client.names === undefined ? client.format : `${client.format} ${[...client.names].toSorted().join(" ")}`;
      let variant = variants.get(key);
      if (variant === undefined) {
        const body = writeExposition(merged, client.format, client.names, (bytes) => this.pool.take(bytes));
        variants.set(key, (variant = { body, plain: [], gzip: [] }));
      }
      (client.gzip ? variant.gzip : variant.plain).push(client);
    }
    this.observer.took("merge", (performance.now() - start) / 1000);
    const collectors = this.isWhole(result) ? "all" : result.collectors.join(" ");
    for (const [key, { body, plain, gzip: compressed }] of variants) {
      const done = this.usesOf(body, plain.length + Math.min(compressed.length, 1));
      for (const client of plain) client.respond(body, false, done);
      if (compressed.length > 0 && !this.compressRepeated(`${collectors} ${key}`, body, compressed, done))
        this.compress(body, compressed, done);
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
    return merged.conflicts.some(({ foreign }) => foreign) ? withTextfileError(merged) : merged;
  }

  private isWhole({ collectors }: CollectionResult): boolean {
    return collectors.length === this.names.length;
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

  /** The body's memory is free when what this returns was called `uses` times. */
  private usesOf(body: Buffer, uses: number): () => void {
    let left = uses;
    return () => {
      left--;
      if (left === 0) this.pool.give(body);
    };
  }

  /** At once, where the answer has the lines of the last one; false where it has not. */
  private compressRepeated(kind: string, body: Buffer, clients: readonly Client[], done: () => void): boolean {
    const start = performance.now();
    const compressed = this.repeated.compress(kind, body);
    if (compressed === undefined) return false;
    const own = this.pool.take(compressed.length);
    compressed.copy(own);
    done();
    this.observer.took("compress", (performance.now() - start) / 1000);
    const sent = this.usesOf(own, clients.length);
    for (const client of clients) client.respond(own, true, sent);
    return true;
  }

  /** Off the event loop, in libuv's pool, which nothing else of this process waits in. */
  private compress(body: Buffer, clients: readonly Client[], done: () => void): void {
    const start = performance.now();
    this.compressor.compress(body, (error, compressed) => {
      this.observer.took("compress", (performance.now() - start) / 1000);
      if (error === undefined) {
        for (const client of clients) client.respond(compressed, true, () => {});
        done();
        return;
      }
      this.observer.count("encoding failed");
      this.problemLog.record([error.message]);
      const sent = this.usesOf(body, clients.length);
      for (const client of clients) client.respond(body, false, sent);
    });
  }
}

/** A textfile has a family of another collector, of which its own collector knows nothing. */
function withTextfileError({ pieces, conflicts }: Merged): Merged {
  return {
    pieces: pieces.map((piece) => (piece.definition.name === TEXTFILE_ERROR ? withFault(piece) : piece)),
    conflicts,
  };
}

function withFault(piece: Piece): Piece {
  const bytes = Buffer.concat([piece.definition.text, TEXTFILE_FAULT]);
  return { ...piece, bytes, start: 0, length: bytes.length };
}
