import type * as Yaml from "yaml";
import type { Alias, Document, LineCounter, Node, Scalar, YAMLError, YAMLMap } from "yaml";
import { loadPackage } from "../../collectors/kit/load-package.ts";
import { visible } from "../log/visible.ts";

/** Loaded when there is a file to read: it takes longer than all the rest of the start together. */
const loadYaml = (): typeof Yaml => loadPackage("yaml") as typeof Yaml;

/** How a kind of file is read. */
export interface Dialect {
  readonly version: "1.1" | "1.2";
  /** Whether places name the column, too. */
  readonly hasColumns: boolean;
  /** What is thrown. */
  readonly error: (message: string) => Error;
}

/** One file while it is read. */
interface Source {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly dialect: Dialect;
  /** Aliases that have been followed. */
  aliases: number;
}

/** The library walks through the file for every alias. */
const MAX_ALIASES = 1000;

/**
 * Reads YAML strictly: a wrong type and an unknown or repeated key are errors, and so are tags that YAML does not define and
 * a second document. Every error names file, line and key. Merge keys (`<<`) count as unknown.
 */
export function readYaml(text: string, file: string, dialect: Dialect): YamlValue {
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    version: dialect.version,
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const source = { file, document, lines, dialect, aliases: 0 };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw dialect.error(`${placeOf(source, problem.pos[0])}: ${describe(problem)}`);
  const { contents } = document;
  return new YamlValue(source, contents, "", contents?.range?.[0] ?? 0);
}

/** The position of a character: `web.yml:3`, or `exporter.yml:3:5` where columns are named. */
function placeOf({ file, lines, dialect }: Source, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return dialect.hasColumns ? `${file}:${line}:${col}` : `${file}:${line}`;
}

/** What a value is, for messages. */
type Kind = "nothing" | "a map" | "a list" | "a text" | "a number" | "true or false";

/** A value with the way to it (`tls_server_config.cert_file`). Null reads as empty: "", no entries. */
export class YamlValue {
  private readonly source: Source;
  private readonly node: Node | null;
  /** The way to it; empty: the whole file. */
  readonly key: string;
  private readonly offset: number;

  constructor(source: Source, node: Node | null, key: string, offset: number) {
    this.source = source;
    this.key = key;
    this.offset = offset;
    this.node = loadYaml().isAlias(node) ? this.anchored(node) : node;
  }

  /** Values of a map whose keys are all of `names`; the function gives undefined for a key that is absent or null. */
  record<Name extends string>(names: readonly Name[]): (name: Name) => YamlValue | undefined {
    const entries = this.entries();
    for (const [name, value] of entries) {
      if (!(names as readonly string[]).includes(name)) throw value.error("unknown key");
    }
    return (name) => {
      const value = entries.get(name);
      return value?.isNull === true ? undefined : value;
    };
  }

  entries(): ReadonlyMap<string, YamlValue> {
    if (this.isNull) return new Map();
    if (!loadYaml().isMap(this.node)) throw this.error("must be a map");
    return this.pairs(this.node);
  }

  /** What it is. */
  get kind(): Kind {
    const yaml = loadYaml();
    if (this.isNull) return "nothing";
    if (yaml.isMap(this.node)) return "a map";
    if (!yaml.isScalar(this.node)) return "a list";
    if (typeof this.node.value === "boolean") return "true or false";
    return typeof this.node.value === "string" ? "a text" : "a number";
  }

  /** A list whose values are texts. */
  texts(): readonly YamlValue[] {
    if (this.isNull) return [];
    if (!loadYaml().isSeq(this.node)) throw this.error("must be a list");
    return this.node.items.map((item, index) => this.below(item as Node, `[${index}]`));
  }

  /** Any scalar, as it is written: `1` and `yes` are texts too where a text is expected. */
  text(): string {
    const { value, source = "" } = this.scalar("a text");
    if (typeof value === "string") return value;
    return value === null ? "" : source;
  }

  /** `true`, `yes`, `on` and their opposites. */
  boolean(): boolean {
    const { value } = this.scalar("true or false");
    if (typeof value !== "boolean") throw this.error("must be true or false");
    return value;
  }

  /** A whole number. */
  integer(): number {
    const { value } = this.scalar("a whole number");
    if (typeof value !== "number" || !Number.isSafeInteger(value)) throw this.error("must be a whole number");
    return value;
  }

  /** Where it stands: `web.yml:3`. */
  get position(): string {
    return placeOf(this.source, this.offset);
  }

  /** For what follows about this value: `web.yml:3: tls_server_config.cert_file`. */
  get place(): string {
    return this.key === "" ? this.position : `${this.position}: ${this.key}`;
  }

  error(problem: string): Error {
    return this.source.dialect.error(`${this.place}: ${problem}`);
  }

  /** An alias without its anchor must not pass for an empty value. */
  private anchored(alias: Alias): Node {
    if (++this.source.aliases > MAX_ALIASES) throw this.error(`more than ${MAX_ALIASES} aliases`);
    const node = alias.resolve(this.source.document);
    if (node === undefined) throw this.error(`there is no anchor &${visible(alias.source)}`);
    return node;
  }

  private get isNull(): boolean {
    return this.node === null || (loadYaml().isScalar(this.node) && this.node.value === null);
  }

  private scalar(expected: string): Scalar {
    if (!loadYaml().isScalar(this.node)) throw this.error(`must be ${expected}`);
    return this.node;
  }

  /** The library looks for repeated keys too, in quadratic time. */
  private pairs(map: YAMLMap): ReadonlyMap<string, YamlValue> {
    const pairs = new Map<string, YamlValue>();
    for (const { key, value } of map.items) {
      const keyValue = this.below(key as Node, "");
      const name = loadYaml().isScalar(key) && typeof key.value === "symbol" ? "<<" : keyValue.text();
      const child = new YamlValue(this.source, value as Node, this.path(name), keyValue.offset);
      if (pairs.has(name)) throw child.error("the key is there twice");
      pairs.set(name, child);
    }
    return pairs;
  }

  private below(node: Node, step: string): YamlValue {
    const key = step.startsWith("[") ? this.key + step : this.key;
    return new YamlValue(this.source, node, key, node.range?.[0] ?? this.offset);
  }

  private path(name: string): string {
    const shown = visible(name);
    return this.key === "" ? shown : `${this.key}.${shown}`;
  }
}

function describe({ code, message }: YAMLError): string {
  return code === "MULTIPLE_DOCS" ? "there is more than one document" : visible(message);
}
