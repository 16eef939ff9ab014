import { endianness } from "node:os";
import { TextGzip } from "./text-gzip.ts";

/** Larger texts would keep the event loop busy for too long, in bytes. */
const LARGEST = 256 * 1024;

/** Kinds of texts that are kept. */
const MAX_KINDS = 4;

/** Texts that differ from the learned one before the next one is learned: at first, and where learning does not pay. */
const FIRST_WAIT = 3;
const LONGEST_WAIT = 256;

/** What was learned has paid when so many texts were written with it. */
const PAYS = 30;

/** Learning takes some milliseconds: it waits so long for a time when nobody does, in milliseconds. */
const LEARN_AFTER = 50;

/**
 * Compresses small texts, most of which have the same lines as the one before, on the spot, once it has seen some.
 * Texts of different kinds, told apart by their names, are known not to have the same lines.
 */
export class RepeatedGzip {
  private readonly kinds = new Map<string, Kind>();

  /** The text in gzip's format, valid until the next call; undefined when it takes an ordinary compressor. */
  compress(name: string, text: Buffer): Buffer | undefined {
    if (text.length > LARGEST || endianness() !== "LE") return undefined;
    return this.kind(name).compress(text);
  }

  /** Kept in the order of their last use. */
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

/** Texts that mostly have the same lines. */
class Kind {
  private gzip: TextGzip | undefined;
  private learning = false;
  /** How many texts were written with what was learned. */
  private written = 0;
  /** How many texts are awaited, and how many of these are still to come. */
  private wait = FIRST_WAIT;
  private left = FIRST_WAIT;

  compress(text: Buffer): Buffer | undefined {
    const compressed = this.gzip?.compress(text);
    if (compressed !== undefined) {
      this.written++;
      return compressed;
    }
    if (this.gzip !== undefined) this.forget();
    if (this.left > 0) this.left--;
    else if (!this.learning) this.learn(Buffer.from(text));
    return undefined;
  }

  private forget(): void {
    this.wait = this.written >= PAYS ? FIRST_WAIT : Math.min(this.wait * 2, LONGEST_WAIT);
    this.left = this.wait;
    this.written = 0;
    this.gzip = undefined;
  }

  private learn(text: Buffer): void {
    this.learning = true;
    setTimeout(() => {
      this.learning = false;
      this.gzip = new TextGzip(text);
    }, LEARN_AFTER).unref();
  }
}
