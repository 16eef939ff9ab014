import type * as Yaml from "yaml";
import { loadPackage } from "../../../collectors/kit/load-package.ts";
import { hasControls, visible, visibleLines } from "../../log/visible.ts";
import type { Flag, FlagValue } from "../flag.ts";
import type { FlagValues, Setting } from "../values.ts";
import { DISABLE_DEFAULTS, type KeyMap, type KeyNode, keyTree } from "./key-tree.ts";

const HEAD = [
  "# The resulting configuration, each value with its origin; defaults are comments.",
  "# What is marked with restart is used from the next start on, a reload changes the rest.",
];

/** A config file that sets what is set, in which comments name origins and defaults. Ends with a line break. */
export function configText(settings: FlagValues, flags: readonly Flag[]): string {
  return [...HEAD, ...mapLines(keyTree(flags), settings, ""), ""].join("\n");
}

function mapLines({ keys }: KeyMap, settings: FlagValues, indent: string): string[] {
  return [...keys].flatMap(([key, node]) => nodeLines(key, node, settings, indent));
}

function nodeLines(key: string, node: KeyNode, settings: FlagValues, indent: string): string[] {
  if (node.kind === "flag") return flagLines(key, node.flag, settings.get(node.flag.name), indent);
  const below =
    node.kind === "map"
      ? mapLines(node, settings, `${indent}  `)
      : switchLines(node.collectors, settings, `${indent}  `);
  return [`${indent}${key}:`, ...below];
}

function flagLines(key: string, flag: Flag, setting: Setting, indent: string): string[] {
  const line = `${key}: ${valueText(flag, setting.value)}`;
  if (setting.origin !== "default") return [`${indent}${line} # ${originText(flag, setting)}`];
  return flag.hidden === true ? [] : [`${indent}# ${line}`];
}

function switchLines(collectors: ReadonlyMap<string, Flag>, settings: FlagValues, indent: string): string[] {
  const onlyNamed = settings.get(`collector.${DISABLE_DEFAULTS}`);
  const isDefault = onlyNamed.origin === "default";
  const origin = isDefault ? "" : ` # ${placeText(onlyNamed)}`;
  const given = [...collectors].filter(([, { name }]) => settings.get(name).origin !== "default");
  const [enabled, disabled] = [true, false].map((isOn) =>
    given.filter(([, { name }]) => settings.get(name).value === isOn),
  );
  return [
    `${indent}${isDefault ? "# " : ""}${DISABLE_DEFAULTS}: ${String(onlyNamed.value)}${origin}`,
    ...listLines("enabled", enabled ?? [], settings, indent),
    ...listLines("disabled", disabled ?? [], settings, indent),
  ];
}

function listLines(key: string, given: readonly [string, Flag][], settings: FlagValues, indent: string): string[] {
  if (given.length === 0) return [`${indent}# ${key}: []`];
  return [
    `${indent}${key}:`,
    ...given.map(([name, flag]) => `${indent}  - ${name} # ${placeText(settings.get(flag.name))}`),
  ];
}

function originText(flag: Flag, setting: Setting): string {
  const origin = setting.origin === "environment" ? `environment variable ${flag.env}` : placeText(setting);
  return flag.reloads === true ? origin : `${origin}, restart`;
}

function placeText({ origin, place }: Setting): string {
  return place === undefined ? origin : visible(place.position);
}

function valueText(flag: Flag, value: FlagValue): string {
  if (flag.type === "duration")
    return `${Number(value)
      .toFixed(9)
      .replace(/\.?0+$/, "")}s`;
  // In double quotes, where YAML knows escapes.
  if (typeof value === "object" || hasControls(String(value))) return visibleLines(JSON.stringify(value));
  const { stringify } = loadPackage("yaml") as typeof Yaml;
  return stringify(value, { lineWidth: 0, blockQuote: false }).trimEnd();
}
