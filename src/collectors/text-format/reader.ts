import { type Part, FamilyBuilder, type TextType } from "./family-builder.ts";
import type { Repetition, TextContent, TextFamily } from "./family.ts";
import { Lexer, NEWLINE, TextFormatError } from "./lexer.ts";
import { type Labels, SampleReader } from "./sample-reader.ts";
import { boundLabel } from "./series-text.ts";

const HASH = 35;

/** What a text may hold. */
interface TextRules {
  readonly timestamps: "refused" | "ignored";
  readonly maxSamples: number;
  readonly maxFamilies: number;
}

/** Rules for textfiles: a broken one must cost neither minutes nor gigabytes. */
export const TEXTFILE: TextRules = { timestamps: "refused", maxSamples: 1_000_000, maxFamilies: 10_000 };

/** Bytes of a HELP text. */
const MAX_HELP_BYTES = 64 * 1024;

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

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
 * Reads text format 0.0.4: legacy names only, every line with a line break. The first fault is thrown as a
 * TextFormatError with the number of its line; `path` stands at the start of its message.
 */
export function readTextFormat(bytes: Buffer, path: string, rules: TextRules = TEXTFILE): TextContent {
  const reader = new Reader(new Lexer(bytes, path), rules);
  reader.readLines();
  return reader.finish();
}

/** Reads on after each line that has a fault, until there are `maxFaults`; the content is that of all other lines. */
export function checkTextFormat(
  bytes: Buffer,
  path: string,
  maxFaults: number,
): { readonly content: TextContent; readonly faults: readonly TextFormatError[] } {
  const lexer = new Lexer(bytes, path);
  const reader = new Reader(lexer, TEXTFILE);
  const faults: TextFormatError[] = [];
  while (faults.length < maxFaults) {
    try {
      reader.readLines();
      break;
    } catch (error) {
      if (!(error instanceof TextFormatError)) throw error;
      faults.push(error);
      lexer.abandonLine();
    }
  }
  return { content: reader.finish(), faults };
}

/** Gathers families from lines. */
class Reader {
  private readonly lexer: Lexer;
  private readonly rules: TextRules;
  private readonly sample: SampleReader;
  private readonly families = new Map<string, FamilyBuilder>();
  private samples = 0;
  /** The name of the last sample and what it stands for; the next one has mostly the same. */
  private lastName = "";
  private last: Named | undefined;

  constructor(lexer: Lexer, rules: TextRules) {
    this.lexer = lexer;
    this.rules = rules;
    this.sample = new SampleReader(lexer, rules.timestamps);
  }

  readLines(): void {
    const { lexer } = this;
    while (lexer.nextLine()) {
      if (lexer.accept(NEWLINE)) continue;
      if (lexer.accept(HASH)) this.readComment();
      else this.store(this.sample.read(this.lastName, this.last?.family));
    }
  }

  finish(): TextContent {
    const families: TextFamily[] = [];
    const repetitions: Repetition[] = [];
    for (const builder of this.families.values()) {
      const family = builder.finish();
      if (family !== undefined) families.push(family);
      repetitions.push(...builder.repetitions);
    }
    return { families, repetitions };
  }

  private readComment(): void {
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
    if (keyword === "HELP") this.readHelp(family);
    else this.readType(family);
  }

  private readHelp(family: FamilyBuilder): void {
    const { lexer } = this;
    if (family.help !== undefined) throw lexer.error(`second HELP line for ${family.name}`);
    const start = lexer.at;
    const text = lexer.restOfLine();
    if (lexer.at - start > MAX_HELP_BYTES) throw lexer.error(`HELP text of more than ${MAX_HELP_BYTES} bytes`);
    family.setHelp(lexer.unescape(text), lexer.line);
  }

  private readType(family: FamilyBuilder): void {
    const { lexer } = this;
    if (family.type !== undefined) throw lexer.error(`second TYPE line for ${family.name}, or one after samples of it`);
    const word = lexer.restOfLine();
    const type = Object.hasOwn(TYPES, word.toLowerCase()) ? TYPES[word.toLowerCase()] : undefined;
    if (type === undefined) throw lexer.error(`unknown metric type ${JSON.stringify(word)}`);
    family.setType(type, lexer.line);
    // What was found for a name so far may belong to this family now.
    this.last = undefined;
  }

  private store(name: string): void {
    const { lexer, sample, rules } = this;
    if (++this.samples > rules.maxSamples) throw lexer.error(`more than ${rules.maxSamples} samples`);
    if (name !== this.lastName || this.last === undefined) {
      this.last = this.find(name);
      this.lastName = name;
    }
    const { family, suffix } = this.last;
    family.type ??= "untyped";
    if (family.type === "gaugehistogram") throw lexer.error(`${name} is a gauge histogram, which cannot be exposed`);
    const fits =
      family.type === "histogram" || family.type === "summary"
        ? this.storePart(family, family.type, suffix)
        : family.add(sample.labels, sample.value, lexer.line);
    if (!fits) throw lexer.error(`too many labels in ${family.name}`);
  }

  private storePart(family: FamilyBuilder, type: "histogram" | "summary", suffix: string): boolean {
    const { lexer } = this;
    const { labels, value } = this.sample;
    const boundText = takeLabel(labels, boundLabel(type));
    const bound = boundText === undefined ? Number.NaN : lexer.parseNumber(boundText, `as ${boundLabel(type)}`);
    const part = partOf(suffix, bound);
    const isCount = part === "count" || (part === "point" && type === "histogram");
    if (isCount && value < 0) throw lexer.error(`negative count in ${family.name}`);
    const stored = part === "count" && type === "summary" ? Math.trunc(value) : value;
    // -0 and 0 are one bound.
    return family.addPart(labels, part, bound + 0, stored, lexer.line);
  }

  /** The family of a metric name, made when it is new; for parts of histograms and summaries theirs. */
  private find(name: string): Named {
    const own = this.families.get(name);
    if (own !== undefined) return { family: own, suffix: "" };
    const { lexer, families, rules } = this;
    if (!METRIC_NAME.test(name)) throw lexer.error(`invalid metric name ${JSON.stringify(name)}`);
    for (const suffix of ["_count", "_sum", "_bucket"]) {
      const family = name.endsWith(suffix) ? families.get(name.slice(0, -suffix.length)) : undefined;
      if (family !== undefined && hasPart(family.type, suffix)) return { family, suffix };
    }
    if (families.size === rules.maxFamilies) throw lexer.error(`more than ${rules.maxFamilies} metric names`);
    const family = new FamilyBuilder(name, lexer.line);
    families.set(name, family);
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
