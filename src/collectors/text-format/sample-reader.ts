import { type Lexer, NEWLINE, QUOTE } from "./lexer.ts";

const COMMA = 44;
const EQUALS = 61;
const BRACE = 123;
const CLOSING_BRACE = 125;

const MAX_LABELS = 300;

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Labels of one sample; the arrays are used again for the next one, and may be longer than `length`. */
export interface Labels {
  readonly names: string[];
  readonly values: string[];
  length: number;
}

/** What the sample before suggests: a text that comes again is compared and not decoded. */
interface Expected {
  /** Label names in the order of the samples. */
  readonly names: readonly string[];
  lastValue(index: number): string;
}

/** Reads samples, one a line: `name{label="value",…} number`. */
export class SampleReader {
  readonly labels: Labels = { names: [], values: [], length: 0 };
  value = 0;
  private readonly lexer: Lexer;
  private readonly timestamps: "refused" | "ignored";

  constructor(lexer: Lexer, timestamps: "refused" | "ignored") {
    this.lexer = lexer;
    this.timestamps = timestamps;
  }

  /**
   * Reads a line to its end, and returns the name of its sample; its labels and value then stand in `labels` and `value`.
   * `lastName` and `expected` are those of the sample before.
   */
  read(lastName: string, expected: Expected | undefined): string {
    const { lexer } = this;
    this.labels.length = 0;
    let name = "";
    if (lexer.peek() === BRACE) name = this.readBraces(true, undefined);
    else {
      name = lexer.metricName(lastName);
      if (name === "") throw lexer.error("invalid metric name");
      lexer.skipBlanks();
      if (lexer.peek() === BRACE) this.readBraces(false, name === lastName ? expected : undefined);
    }
    lexer.skipBlanks();
    this.value = lexer.number();
    if (!lexer.accept(NEWLINE)) this.endLine();
    return name;
  }

  /** A timestamp is understood even where it is not wanted, to say so. */
  private endLine(): void {
    const { lexer } = this;
    lexer.skipBlanks();
    const word = lexer.word();
    const isTimestamp = /^[+-]?[0-9]+$/.test(word);
    if (this.timestamps === "ignored") {
      lexer.skipBlanks();
      if ((isTimestamp || word === "") && lexer.accept(NEWLINE)) return;
    }
    if (isTimestamp) throw lexer.error("timestamps are not supported");
    throw lexer.error(`expected a line break after the value, got ${JSON.stringify(word)}`);
  }

  /** Reads labels in braces; the metric name can be one of the things between them, and is returned then. */
  private readBraces(holdName: boolean, expected: Expected | undefined): string {
    const { lexer, labels } = this;
    let metric = "";
    lexer.at++;
    for (;;) {
      lexer.skipBlanks();
      if (lexer.accept(CLOSING_BRACE)) break;
      const likely = expected?.names[labels.length];
      const name = lexer.labelName(likely ?? "");
      if (name === "") throw lexer.error("invalid label name");
      lexer.skipBlanks();
      if (lexer.accept(EQUALS)) this.readLabel(name, name === likely ? expected?.lastValue(labels.length) : undefined);
      else if (holdName && metric === "") metric = name;
      else throw lexer.error(`expected '=' after label name ${name}`);
      lexer.skipBlanks();
      if (lexer.accept(CLOSING_BRACE)) break;
      if (!lexer.accept(COMMA)) throw lexer.error(`expected ',' or '}' after label ${name}`);
    }
    if (holdName && metric === "") throw lexer.error("no metric name");
    return metric;
  }

  /** Reads the value of a label; `expected` is the value of the sample before, undefined for a name that is not checked. */
  private readLabel(name: string, expected: string | undefined): void {
    const { lexer, labels } = this;
    if (expected === undefined) this.checkName(name);
    for (let i = 0; i < labels.length; i++)
      if (labels.names[i] === name) throw lexer.error(`label ${name} twice in one sample`);
    lexer.skipBlanks();
    if (lexer.peek() !== QUOTE) throw lexer.error(`expected '"' at the start of the value of label ${name}`);
    labels.names[labels.length] = name;
    labels.values[labels.length] = lexer.quoted(expected ?? "");
    if (++labels.length > MAX_LABELS) throw lexer.error(`more than ${MAX_LABELS} labels`);
  }

  private checkName(name: string): void {
    if (!LABEL_NAME.test(name)) throw this.lexer.error(`invalid label name ${JSON.stringify(name)}`);
    if (name.startsWith("__")) throw this.lexer.error(`label name ${name} is reserved`);
  }
}
