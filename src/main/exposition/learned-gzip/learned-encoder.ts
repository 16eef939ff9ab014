import { endianness } from "node:os";
import { crc32 } from "node:zlib";
import type { BodyPool } from "../body-pool.ts";
import type { EncodeDone, Encoder } from "../encoder.ts";
import { LineGzip } from "./line-gzip.ts";

/** Larger bodies would keep the event loop busy for too long, in bytes. */
const LARGEST = 256 * 1024;

/** LineGzip packs bits into words as such machines store them. */
const IS_LITTLE_ENDIAN = endianness() === "LE";

/** Kinds of bodies that are remembered, the last ones used. */
const MAX_KINDS = 4;

/**
 * Bodies of a kind before the first look at their lines, and between the first two: learning, and V8's work on code that
 * has never run, take some 55 ms of CPU time, as much as zlib takes longer for so many bodies.
 */
const FIRST_LOOKS = 60;

/** The same for later looks: lines that have changed once may do so again. */
const LATER_LOOKS = 100;

/** The value at the end of a line. */
const VALUE = / [^ \n]*$/gm;

/** Writes bodies whose lines it has learned, and leaves all others to another encoder. */
export class LearnedEncoder implements Encoder {
  readonly pool: BodyPool;
  private readonly other: Encoder;
  /** In the order of their last use. */
  private readonly kinds = new Map<string, Kind>();

  constructor(other: Encoder) {
    this.other = other;
    this.pool = other.pool;
  }

  encode(name: string, body: Buffer, done: EncodeDone): void {
    if (body.length > LARGEST || !IS_LITTLE_ENDIAN) return this.other.encode(name, body, done);
    const kind = this.kind(name);
    const known = kind.compress(body);
    if (known === undefined) return this.encodeAndLearn(name, body, kind, done);
    const encoded = this.pool.take(known.length);
    known.copy(encoded);
    done(encoded);
  }

  /** Learns when the answer is on its way. */
  private encodeAndLearn(name: string, body: Buffer, kind: Kind, done: EncodeDone): void {
    if (!kind.isSteady(body)) return this.other.encode(name, body, done);
    const text = Buffer.from(body);
    this.other.encode(name, body, (encoded) => {
      done(encoded);
      setImmediate(() => kind.learn(text));
    });
  }

  private kind(name: string): Kind {
    const kind = this.kinds.get(name) ?? new Kind();
    this.kinds.delete(name);
    this.kinds.set(name, kind);
    for (const oldest of this.kinds.keys()) {
      if (this.kinds.size <= MAX_KINDS) break;
      this.kinds.delete(oldest);
    }
    return kind;
  }
}

/** Bodies that are likely to have the same lines. */
class Kind {
  private gzip: LineGzip | undefined;
  /** Checksum of the lines when they were looked at last. */
  private lines = -1;
  /** Bodies until the next look. */
  private left = FIRST_LOOKS;
  private hasLearned = false;

  /** Undefined where the body has other lines than those that were learned, which are then forgotten. */
  compress(body: Buffer): Buffer | undefined {
    const compressed = this.gzip?.compress(body);
    if (compressed === undefined && this.gzip !== undefined) {
      this.gzip = undefined;
      this.look(body);
    }
    return compressed;
  }

  /** Counts a body. True where its lines are those of the last look. */
  isSteady(body: Buffer): boolean {
    this.left--;
    return this.left === 0 && this.look(body);
  }

  learn(text: Buffer): void {
    this.gzip = new LineGzip(text);
    this.hasLearned = true;
  }

  private look(body: Buffer): boolean {
    const last = this.lines;
    this.lines = crc32(body.toString("latin1").replaceAll(VALUE, ""));
    this.left = this.hasLearned ? LATER_LOOKS : FIRST_LOOKS;
    return this.lines === last;
  }
}
