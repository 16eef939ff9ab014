import type { MetricType } from "../../../collectors/kit/family.ts";

/** What an exporter exposed at one moment. */
export type Exposition = ReadonlyMap<string, ExposedFamily>;

/** A family with the samples of all its series. */
export interface ExposedFamily {
  readonly name: string;
  readonly type: MetricType;
  /** Names of the labels that any of its series has. */
  readonly labelNames: ReadonlySet<string>;
  /** Values by sample name and labels, the latter sorted by name: `name{a="1",b="2"}`, or the bare name without labels. */
  readonly series: ReadonlyMap<string, number>;
}

/** A text that is no exposition; the message has the line. */
export class ExpositionError extends Error {
  override readonly name = "ExpositionError";
}

interface GrowingFamily {
  readonly name: string;
  type: MetricType;
  readonly labelNames: Set<string>;
  readonly series: Map<string, number>;
}

const TYPES: ReadonlySet<string> = new Set(["counter", "gauge", "untyped", "histogram", "summary"]);
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*("(?:[^"\\\n]|\\.)*")[ \t]*(,?)[ \t]*/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[iI]nf|NaN)$/;

/** Reads text format 0.0.4 piece by piece, in whatever pieces the network delivers it. */
export class ExpositionReader {
  private readonly families = new Map<string, GrowingFamily>();
  private rest = "";
  private line = 0;
  /** The family of the last sample; the next one is mostly of it, too. */
  private current: GrowingFamily | undefined;

  /** Takes the next piece of the text; throws ExpositionError. */
  push(text: string): void {
    const piece = this.rest === "" ? text : this.rest + text;
    let start = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", start)) {
      this.readLine(piece.slice(start, end));
      start = end + 1;
    }
    this.rest = piece.slice(start);
  }

  /** The whole exposition; throws ExpositionError when it ends in the middle of a line. */
  finish(): Exposition {
    if (this.rest !== "") throw new ExpositionError(`line ${this.line + 1}: the text ends within a line`);
    for (const [name, { series }] of this.families) if (series.size === 0) this.families.delete(name);
    return this.families;
  }

  private readLine(line: string): void {
    this.line++;
    if (line.startsWith("# TYPE ")) this.readType(line);
    else if (line !== "" && !line.startsWith("#")) this.readSample(line);
  }

  private readType(line: string): void {
    const [, , name = "", type = ""] = line.split(" ");
    if (!TYPES.has(type)) throw this.error(`unknown type ${JSON.stringify(type)}`);
    this.current = this.family(name);
    this.current.type = type as MetricType;
  }

  private readSample(line: string): void {
    NAME.lastIndex = 0;
    const name = NAME.exec(line)?.[0];
    if (name === undefined) throw this.error("no metric name");
    const family = this.familyOf(name);
    let at = name.length;
    let key = name;
    if (line[at] === "{") {
      const labels = this.readLabels(line, at + 1, family.labelNames);
      at = labels.end;
      if (labels.text !== "") key = `${name}{${labels.text}}`;
    }
    // What follows the value is a timestamp, which says nothing here.
    const [value = ""] = line
      .slice(at)
      .trim()
      .split(/[ \t]+/);
    family.series.set(key, this.number(value));
  }

  /** Labels sorted by name, from behind the opening brace on. */
  private readLabels(line: string, start: number, names: Set<string>): { text: string; end: number } {
    const labels: string[] = [];
    let sorted = true;
    let last = "";
    let at = start;
    while (line[at] !== "}") {
      LABEL.lastIndex = at;
      const [all = "", name = "", value = "", comma = ""] = LABEL.exec(line) ?? [];
      at += all.length;
      if (all === "" || (comma === "" && line[at] !== "}")) throw this.error("labels that cannot be read");
      labels.push(`${name}=${value}`);
      names.add(name);
      sorted &&= last < name;
      last = name;
    }
    return { text: (sorted ? labels : labels.toSorted()).join(","), end: at + 1 };
  }

  private familyOf(name: string): GrowingFamily {
    const { current } = this;
    if (current !== undefined && belongs(name, current)) return current;
    const owner = ["_bucket", "_count", "_sum"].flatMap((suffix) => {
      const family = name.endsWith(suffix) ? this.families.get(name.slice(0, -suffix.length)) : undefined;
      return family !== undefined && belongs(name, family) ? [family] : [];
    });
    return (this.current = owner[0] ?? this.family(name));
  }

  private family(name: string): GrowingFamily {
    let family = this.families.get(name);
    if (family === undefined) {
      family = { name, type: "untyped", labelNames: new Set(), series: new Map() };
      this.families.set(name, family);
    }
    return family;
  }

  private number(text: string): number {
    if (!NUMBER.test(text)) throw this.error(`${JSON.stringify(text)} is not a value`);
    return Number(text.replace(/inf$/i, "Infinity"));
  }

  private error(problem: string): ExpositionError {
    return new ExpositionError(`line ${this.line}: ${problem}`);
  }
}

function belongs(name: string, family: GrowingFamily): boolean {
  if (name === family.name) return true;
  if (family.type !== "histogram" && family.type !== "summary") return false;
  const suffix = name.startsWith(family.name) ? name.slice(family.name.length) : "";
  return suffix === "_sum" || suffix === "_count" || (suffix === "_bucket" && family.type === "histogram");
}

/** Splits the text of a series into its sample name and its labels, each as `name="value"`, escapes as they are. */
export function splitSeries(series: string): { readonly name: string; readonly labels: ReadonlyMap<string, string> } {
  const brace = series.indexOf("{");
  if (brace < 0) return { name: series, labels: new Map() };
  const labels = new Map<string, string>();
  for (let at = brace + 1; series[at] !== "}" && at < series.length; at = LABEL.lastIndex) {
    LABEL.lastIndex = at;
    const [, name = "", value = ""] = LABEL.exec(series) ?? [];
    if (name === "") break;
    labels.set(name, value);
  }
  return { name: series.slice(0, brace), labels };
}
