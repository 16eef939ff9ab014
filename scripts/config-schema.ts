import type { CollectorMetadata } from "../src/collectors/kit/define.ts";
import { DISABLE_DEFAULTS, type KeyMap, type KeyNode, keyTree } from "../src/main/options/config-file/key-tree.ts";
import type { Flag } from "../src/main/options/flag.ts";
import { flagTable } from "../src/main/options/flag-table.ts";

/** A part of a JSON Schema. */
type Schema = Readonly<Record<string, unknown>>;

/** As `parseDuration` reads it. */
const DURATION = "^([+-]?((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h|d|w))+|[+-]?0)$";

/** The JSON Schema of config files, for editors: draft 7, which they all know. */
export function configSchema(collectors: readonly CollectorMetadata[]): string {
  const flags = flagTable(collectors);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Config file of node-exporter-ts",
    ...mapSchema(keyTree(flags)),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function mapSchema({ keys }: KeyMap): Schema {
  const properties = Object.fromEntries([...keys].map(([key, node]) => [key, nodeSchema(node)]));
  const pairs = [...keys].flatMap(([key, node]) => exclusions(key, node, keys));
  return {
    // A key with nothing below it is nothing.
    type: ["object", "null"],
    additionalProperties: false,
    properties,
    ...(pairs.length === 0 ? {} : { allOf: pairs }),
  };
}

function nodeSchema(node: KeyNode): Schema {
  if (node.kind === "map") return mapSchema(node);
  return node.kind === "flag" ? flagSchema(node.flag) : switchesSchema([...node.collectors.keys()]);
}

function flagSchema(flag: Flag): Schema {
  return { description: flag.help, ...valueSchema(flag), ...(isSelfEvident(flag) ? {} : { default: flag.default }) };
}

function isSelfEvident({ default: value }: Flag): boolean {
  return value === "" || (typeof value === "object" && value.join("") === "");
}

function valueSchema(flag: Flag): Schema {
  if (flag.type === "bool") return { type: "boolean" };
  if (flag.type === "int") return { type: "integer", ...(flag.least === undefined ? {} : { minimum: flag.least }) };
  if (flag.type === "strings") return { type: "array", ...leastOne(flag.default), items: { type: "string" } };
  if (flag.type === "duration") return { type: "string", pattern: DURATION };
  if (flag.choices === undefined) return { type: "string" };
  return flag.ignoreCase === true
    ? { type: "string", pattern: `^(${flag.choices.map(anyCase).join("|")})$` }
    : { enum: flag.choices };
}

function leastOne({ length }: readonly string[]): Schema {
  return length > 0 ? { minItems: 1 } : {};
}

function anyCase(word: string): string {
  return word.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** Two values that cannot be combined are in the same map; each pair is named once. */
function exclusions(key: string, node: KeyNode, keys: ReadonlyMap<string, KeyNode>): Schema[] {
  if (node.kind !== "flag" || node.flag.type !== "string") return [];
  const { displaces = [] } = node.flag;
  const others = [...keys].flatMap(([other, { kind, ...rest }]) =>
    kind === "flag" && "flag" in rest && displaces.includes(rest.flag.name) && key < other ? [other] : [],
  );
  return others.map((other) => ({ not: { type: "object", required: [key, other] } }));
}

function switchesSchema(names: readonly string[]): Schema {
  const list: Schema = { type: "array", uniqueItems: true, items: { enum: names } };
  return {
    type: ["object", "null"],
    description: "Switches collectors on and off.",
    additionalProperties: false,
    properties: {
      [DISABLE_DEFAULTS]: {
        type: "boolean",
        description: "Run only collectors that are enabled by name.",
        default: false,
      },
      enabled: { description: "Collectors to switch on.", ...list },
      disabled: { description: "Collectors to switch off.", ...list },
    },
  };
}
