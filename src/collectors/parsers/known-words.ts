import type { Scanner } from "./scanner.ts";

/** Known by the bytes of the word, those blanks included that stand around it. */
interface Known<T> {
  readonly length: number;
  /** Four bytes each; the last four may overlap those before. */
  readonly quarters: Int32Array;
  readonly value: T;
}

/**
 * Words that a kernel file has in the same places on every read, such as the names in front of its numbers: each is
 * decoded and judged once, and only compared as bytes after that, four at a time.
 */
export class KnownWords<T> {
  private readonly known: (Known<T> | undefined)[] = [];
  private readonly learn: (word: string, scanner: Scanner) => T;
  private viewed: Buffer | undefined;
  private view: DataView | undefined;

  /** `learn` returns the result of a new word; the scanner is after the word. */
  constructor(learn: (word: string, scanner: Scanner) => T) {
    this.learn = learn;
  }

  /** Reads the next word of the line, which is number `place` in the file, and returns what was learned of it. */
  next(scanner: Scanner, place: number): T {
    const known = this.known[place];
    if (known === undefined || !isNext(known, scanner, this.viewOf(scanner))) return this.learnNext(scanner, place);
    scanner.at += known.length;
    return known.value;
  }

  private learnNext(scanner: Scanner, place: number): T {
    const start = scanner.at;
    const word = scanner.word();
    const value = this.learn(word, scanner);
    this.known[place] = word === "" ? undefined : remember(scanner, this.viewOf(scanner), start, value);
    return value;
  }

  /** The scanner's bytes, to be read several at a time. */
  private viewOf(scanner: Scanner): DataView {
    const { bytes } = scanner;
    if (this.view === undefined || this.viewed !== bytes) {
      this.viewed = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    return this.view;
  }
}

function isNext({ length, quarters }: Known<unknown>, { at, end }: Scanner, view: DataView): boolean {
  if (at + length > end) return false;
  const last = quarters.length - 1;
  for (let i = 0; i < last; i++) if (view.getInt32(at + i * 4) !== quarters[i]) return false;
  return view.getInt32(at + length - 4) === quarters[last];
}

/** Undefined for what cannot be recognized: a word that no blank ends, or one of less than three bytes. */
function remember<T>(scanner: Scanner, view: DataView, start: number, value: T): Known<T> | undefined {
  const wordEnd = scanner.at;
  scanner.skipBlanks();
  const length = scanner.at - start;
  if (scanner.at === wordEnd || length < 4) return undefined;
  const quarters = new Int32Array(Math.ceil(length / 4));
  for (let i = 0; i < quarters.length; i++) quarters[i] = view.getInt32(start + Math.min(i * 4, length - 4));
  return { length, quarters, value };
}
