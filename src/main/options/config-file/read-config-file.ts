import { type Dialect, readYaml, type YamlValue } from "../../config-files/yaml-value.ts";
import type { Flag, FlagValue } from "../flag.ts";
import { UsageError } from "../usage-error.ts";
import { type FileSettings, parseValue, type Setting } from "../values.ts";
import { DISABLE_DEFAULTS, type KeyMap, type KeyNode } from "./key-tree.ts";
import { adviseKey, adviseSwitch, nearest } from "./suggest.ts";

const DIALECT: Dialect = { version: "1.2", hasColumns: true, error: (message) => new UsageError(message) };

/** What a config file sets, and what is wrong with it, in the order of the file. */
export interface ConfigFile {
  readonly settings: FileSettings;
  readonly problems: readonly string[];
}

/** Reads the text of a config file. `keys`: the key tree of the flags. */
export function readConfigFile(text: string, file: string, keys: KeyMap, flags: readonly Flag[]): ConfigFile {
  const reader = new Reader(keys, flags);
  reader.attempt(() => reader.map(readYaml(text, file, DIALECT), keys, []));
  return reader;
}

class Reader implements ConfigFile {
  readonly settings = new Map<string, Setting>();
  readonly problems: string[] = [];
  private readonly root: KeyMap;
  private readonly flags: readonly Flag[];

  constructor(root: KeyMap, flags: readonly Flag[]) {
    this.root = root;
    this.flags = flags;
  }

  /** What is wrong with one value keeps no other from being read. */
  attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.problems.push(error.message);
    }
  }

  map(value: YamlValue, { keys }: KeyMap, path: readonly string[]): void {
    if (value.kind !== "a map" && value.kind !== "nothing")
      throw value.error(this.noMap(value, [...keys.keys()], path));
    for (const [name, child] of value.entries()) {
      this.attempt(() => this.entry(child, keys.get(name), { kind: "map", keys }, [...path, name]));
    }
  }

  private entry(value: YamlValue, node: KeyNode | undefined, map: KeyMap, path: readonly string[]): void {
    if (node === undefined) throw value.error(`unknown key; ${adviseKey(path, map, this.root, this.flags)}`);
    if (node.kind === "map") this.map(value, node, path);
    else if (node.kind === "flag") this.set(node.flag.name, value, valueOf(value, node.flag));
    else this.switches(value, node.collectors);
  }

  private noMap(value: YamlValue, keys: readonly string[], path: readonly string[]): string {
    if (path.length === 0) return `must be a map such as log: {level: debug}, not ${value.kind}`;
    const collector = path.length === 2 ? this.flags.find(({ name }) => name === path.join("."))?.switches : undefined;
    const advice = collector === undefined ? "" : `; ${adviseSwitch(collector)}`;
    return `must be a map with keys such as ${keys.slice(0, 3).join(", ")}, not ${value.kind}${advice}`;
  }

  private switches(value: YamlValue, collectors: ReadonlyMap<string, Flag>): void {
    if (value.kind === "a list") throw value.error("must be a map: write enabled: […] or disabled: […]");
    const known = [DISABLE_DEFAULTS, "enabled", "disabled"];
    for (const [name, child] of value.entries()) {
      this.attempt(() => {
        if (name === DISABLE_DEFAULTS) this.set(`collector.${DISABLE_DEFAULTS}`, child, boolean(child));
        else if (name === "enabled" || name === "disabled") this.switchAll(child, collectors, name === "enabled");
        else throw child.error(`unknown key; did you mean ${nearest(name, known) ?? known.join(" or ")}?`);
      });
    }
  }

  private switchAll(value: YamlValue, collectors: ReadonlyMap<string, Flag>, isOn: boolean): void {
    for (const item of list(value)) this.attempt(() => this.switch(item, collectors, isOn));
  }

  private switch(item: YamlValue, collectors: ReadonlyMap<string, Flag>, isOn: boolean): void {
    const name = text(item);
    const flag = collectors.get(name);
    if (flag === undefined) {
      const similar = nearest(name, [...collectors.keys()]);
      throw item.error(`no collector is called ${name}${similar === undefined ? "" : `; did you mean ${similar}?`}`);
    }
    const earlier = this.settings.get(flag.name);
    if (earlier !== undefined) {
      throw item.error(
        `${name} is switched ${earlier.value === true ? "on" : "off"} already at ${earlier.place?.position}`,
      );
    }
    this.set(flag.name, item, isOn);
  }

  private set(flag: string, { position, key }: YamlValue, value: FlagValue): void {
    this.settings.set(flag, { value, origin: "file", place: { position, key } });
  }
}

function valueOf(value: YamlValue, flag: Flag): FlagValue {
  if (value.kind === "nothing") throw value.error("has no value");
  if (flag.type === "bool") return boolean(value);
  if (flag.type === "strings") return texts(value, flag.default.length > 0);
  if (flag.type === "duration" && value.kind === "a number") {
    throw value.error(`must be a duration such as ${flag.default}, not a number`);
  }
  if (flag.type !== "int") return parseValue(flag, text(value), value.place);
  if (value.kind !== "a number") throw value.error(`must be a whole number, not ${value.kind}`);
  return value.integer();
}

function boolean(value: YamlValue): boolean {
  if (value.kind !== "true or false") throw value.error(`must be true or false, not ${value.kind}`);
  return value.boolean();
}

/** Numbers, `true` and `false` are texts in quotes only: nobody has to know what YAML makes of them. */
function text(value: YamlValue): string {
  const { kind } = value;
  if (kind === "a number" || kind === "true or false")
    throw value.error(`must be a text: put ${value.text()} in quotes`);
  if (kind !== "a text") throw value.error(`must be a text, not ${kind}`);
  return value.text();
}

/** What is never empty by default would mean nothing when it is. */
function texts(value: YamlValue, needsOne: boolean): readonly string[] {
  const items = list(value).map((item) => text(item));
  if (items.length === 0 && needsOne) throw value.error("is an empty list: name one at least, or leave it out");
  return items;
}

function list(value: YamlValue): readonly YamlValue[] {
  if (value.kind === "a list") return value.texts();
  const isScalar = value.kind !== "a map" && value.kind !== "nothing";
  throw value.error(`must be a list${isScalar ? `: write [${JSON.stringify(value.text())}]` : `, not ${value.kind}`}`);
}
