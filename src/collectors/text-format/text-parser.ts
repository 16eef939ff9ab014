import { FamilyBuilder, type Labels, type Part, type TextType } from "./family-builder.ts";
import type { DuplicateSeries, TextFamily, TextFile } from "./text-family.ts";
import { NEWLINE, TextLexer } from "./text-lexer.ts";

const HASH = 35;
const COMMA = 44;
const EQUALS = 61;
const QUOTE = 34;
const BRACE = 123;
const CLOSING_BRACE = 125;

/** Bounds of what one file may hold, so that a broken one costs neither minutes nor gigabytes. */
const MAX_SAMPLES = 1_000_000;
const MAX_LABELS = 300;

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const TYPES: Readonly<Record<string, TextType>> = {
  counter: "counter",
  gauge: "gauge",
  summary: "summary",
  histogram: "histogram",
  untyped: "untyped",
  gaugehistogram: "gaugehistogram",
  gauge_histogram: "gaugehistogram",
};

/**
 * Parses a file in text format 0.0.4 as textfile directories hold them: legacy names only, no timestamps, every line
 * with a line break. The first fault is a ParseError with the number of its line.
 */
export function parseTextfile(bytes: Buffer, path: string): TextFile {
  const parser = new Parser(new TextLexer(bytes, path));
  parser.run();
  return parser.finish();
}

class Parser {
  private readonly lexer: TextLexer;
  private readonly families = new Map<string, FamilyBuilder>();
  private readonly labels: Labels = { names: [], values: [], length: 0 };
  private samples = 0;
  /** The name of the last sample and what it stands for; the next one has mostly the same. */
  private lastName = "";
  private last: Named | undefined;

  constructor(lexer: TextLexer) {
    this.lexer = lexer;
  }

  run(): void {
    const { lexer } = this;
    for (;;) {
      lexer.line++;
      lexer.skipBlanks();
      if (lexer.atEnd()) return;
      if (lexer.accept(NEWLINE)) continue;
      if (lexer.accept(HASH)) this.comment();
      else this.sample();
    }
  }

  finish(): TextFile {
    const families: TextFamily[] = [];
    const duplicates: DuplicateSeries[] = [];
    for (const builder of this.families.values()) {
      const family = builder.finish();
      if (family !== undefined) families.push(family);
      for (const duplicate of builder.duplicates) duplicates.push(duplicate);
    }
    return { families, duplicates };
  }

  private comment(): void {
    const { lexer } = this;
    lexer.skipBlanks();
    const keyword = lexer.word();
    if (keyword !== "HELP" && keyword !== "TYPE") {
      lexer.skipLine();
      return;
    }
    lexer.skipBlanks();
    const name = lexer.metricName("");
    if (lexer.accept(NEWLINE)) return;
    if (!lexer.atBlank()) throw lexer.error(`invalid metric name in a ${keyword} line`);
    const { family } = this.find(name);
    lexer.skipBlanks();
    if (lexer.accept(NEWLINE)) return;
    if (keyword === "HELP") this.help(family);
    else this.type(family);
  }

  private help(family: FamilyBuilder): void {
    const { lexer } = this;
    if (family.help !== undefined) throw lexer.error(`second HELP line for ${family.name}`);
    family.help = lexer.unescape(lexer.restOfLine());
  }

  private type(family: FamilyBuilder): void {
    const { lexer } = this;
    if (family.type !== undefined)
      throw lexer.error(`second TYPE line for ${family.name}, or one behind samples of it`);
    const word = lexer.restOfLine();
    const type = Object.hasOwn(TYPES, word.toLowerCase()) ? TYPES[word.toLowerCase()] : undefined;
    if (type === undefined) throw lexer.error(`unknown metric type ${JSON.stringify(word)}`);
    family.type = type;
    // What was found for a name so far may belong to this family now.
    this.last = undefined;
  }

  private sample(): void {
    const { lexer } = this;
    this.labels.length = 0;
    let name = "";
    if (lexer.peek() === BRACE) name = this.readBraces(true, undefined);
    else {
      name = lexer.metricName(this.lastName);
      if (name === "") throw lexer.error("invalid metric name");
      lexer.skipBlanks();
      if (lexer.peek() === BRACE) this.readBraces(false, name === this.lastName ? this.last?.family : undefined);
    }
    lexer.skipBlanks();
    const value = lexer.number();
    this.endSample();
    this.store(name, value);
  }

  /** A timestamp is understood, to say that it is not wanted. */
  private endSample(): void {
    const { lexer } = this;
    if (lexer.accept(NEWLINE)) return;
    lexer.skipBlanks();
    const word = lexer.word();
    if (/^[+-]?[0-9]+$/.test(word)) throw lexer.error("timestamps are not supported");
    throw lexer.error(`expected a line break behind the value, got ${JSON.stringify(word)}`);
  }

  /** Reads labels in braces; the metric name can be one of the things between them, and is returned then. */
  private readBraces(holdName: boolean, family: FamilyBuilder | undefined): string {
    const { lexer, labels } = this;
    let metric = "";
    lexer.at++;
    for (;;) {
      lexer.skipBlanks();
      if (lexer.accept(CLOSING_BRACE)) break;
      const expected = family?.names[labels.length];
      const name = lexer.labelName(expected ?? "");
      if (name === "") throw lexer.error("invalid label name");
      lexer.skipBlanks();
      if (lexer.accept(EQUALS)) this.label(name, name === expected ? family?.lastValue(labels.length) : undefined);
      else if (holdName && metric === "") metric = name;
      else throw lexer.error(`expected '=' behind label name ${name}`);
      lexer.skipBlanks();
      if (lexer.accept(CLOSING_BRACE)) break;
      if (!lexer.accept(COMMA)) throw lexer.error(`expected ',' or '}' behind label ${name}`);
    }
    if (holdName && metric === "") throw lexer.error("no metric name");
    return metric;
  }

  /** Reads the value of a label; `expected` is the value of the sample before. */
  private label(name: string, expected: string | undefined): void {
    const { lexer, labels } = this;
    // What is expected is a name that has been checked.
    if (expected === undefined) this.checkLabelName(name);
    for (let i = 0; i < labels.length; i++)
      if (labels.names[i] === name) throw lexer.error(`label ${name} twice in one sample`);
    lexer.skipBlanks();
    if (lexer.peek() !== QUOTE) throw lexer.error(`expected '"' at the start of the value of label ${name}`);
    labels.names[labels.length] = name;
    labels.values[labels.length] = lexer.quoted(expected ?? "");
    if (++labels.length > MAX_LABELS) throw lexer.error(`more than ${MAX_LABELS} labels`);
  }

  private checkLabelName(name: string): void {
    if (!LABEL_NAME.test(name)) throw this.lexer.error(`invalid label name ${JSON.stringify(name)}`);
    if (name.startsWith("__")) throw this.lexer.error(`label name ${name} is reserved`);
  }

  private store(name: string, value: number): void {
    const { lexer, labels } = this;
    if (++this.samples > MAX_SAMPLES) throw lexer.error(`more than ${MAX_SAMPLES} samples`);
    const { family, suffix } = name === this.lastName && this.last !== undefined ? this.last : this.find(name);
    if (name !== this.lastName || this.last === undefined) {
      this.lastName = name;
      this.last = { family, suffix };
    }
    family.type ??= "untyped";
    if (family.type === "gaugehistogram") throw lexer.error(`${name} is a gauge histogram, which cannot be exposed`);
    const fits =
      family.type === "histogram" || family.type === "summary"
        ? this.storePart(family, suffix, value)
        : family.add(labels, value, lexer.line);
    if (!fits) throw lexer.error(`too many labels in ${family.name}`);
  }

  private storePart(family: FamilyBuilder, suffix: string, value: number): boolean {
    const { lexer, labels } = this;
    const boundName = family.type === "histogram" ? "le" : "quantile";
    const boundText = takeLabel(labels, boundName);
    const bound = boundText === undefined ? Number.NaN : lexer.parseNumber(boundText, `as ${boundName}`);
    const part = partOf(suffix, bound);
    const isCount = part === "count" || (part === "point" && family.type === "histogram");
    if (isCount && value < 0) throw lexer.error(`negative count in ${family.name}`);
    const stored = part === "count" && family.type === "summary" ? Math.trunc(value) : value;
    // -0 and 0 are one bound.
    return family.addPart(labels, part, bound + 0, stored, lexer.line);
  }

  /** The family of a metric name, made when it is new; for parts of histograms and summaries theirs. */
  private find(name: string): Named {
    const own = this.families.get(name);
    if (own !== undefined) return { family: own, suffix: "" };
    if (!METRIC_NAME.test(name)) throw this.lexer.error(`invalid metric name ${JSON.stringify(name)}`);
    for (const suffix of ["_count", "_sum", "_bucket"]) {
      const family = name.endsWith(suffix) ? this.families.get(name.slice(0, -suffix.length)) : undefined;
      if (family !== undefined && hasPart(family.type, suffix)) return { family, suffix };
    }
    const family = new FamilyBuilder(name);
    this.families.set(name, family);
    return { family, suffix: "" };
  }
}

/** What a metric name stands for. */
interface Named {
  readonly family: FamilyBuilder;
  /** `_count`, `_sum` or `_bucket` for a part of a histogram or summary. */
  readonly suffix: string;
}

function hasPart(type: TextType | undefined, suffix: string): boolean {
  if (type === "summary") return suffix !== "_bucket";
  return type === "histogram" || type === "gaugehistogram";
}

function partOf(suffix: string, bound: number): Part {
  if (suffix === "_count") return "count";
  if (suffix === "_sum") return "sum";
  return Number.isNaN(bound) ? "nothing" : "point";
}

/** Removes a label and returns its value. */
function takeLabel(labels: Labels, name: string): string | undefined {
  const { names, values } = labels;
  let index = 0;
  while (index < labels.length && names[index] !== name) index++;
  if (index === labels.length) return undefined;
  const value = values[index];
  labels.length--;
  names.copyWithin(index, index + 1, labels.length + 1);
  values.copyWithin(index, index + 1, labels.length + 1);
  return value;
}
