import { closest, distance } from "fastest-levenshtein";
import type { Flag } from "../flag.ts";
import { DISABLE_DEFAULTS, type KeyMap, type KeyNode, SWITCHES } from "./key-tree.ts";

/** Names that differ in more letters than this, or in more than this part of them, are not meant. */
const MAX_LETTERS = 2;
const MAX_PART = 1 / 3;

/** More names than this are no help. */
const MAX_LISTED = 12;

const NO_OTHERS = "a config file cannot name others";

/** The known name that is most like an unknown one; undefined where none is. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, [...known]);
  return distance(name, best) <= Math.max(Math.min(MAX_LETTERS, name.length - 1), name.length * MAX_PART)
    ? best
    : undefined;
}

/** What to do about a key that a map does not have. `path`: the keys that lead to it. */
export function adviseKey(path: readonly string[], map: KeyMap, root: KeyMap, flags: readonly Flag[]): string {
  const name = path.at(-1) ?? "";
  if (path.length === 1 && name === "config") return NO_OTHERS;
  const flag = flags.find((each) => each.name === path.join(".").replace(/^--/, ""));
  if (flag !== undefined) return adviseFlag(flag, root);
  const keys = [...map.keys.keys()];
  const similar = nearest(name, keys);
  if (similar !== undefined) return `did you mean ${similar}?`;
  const elsewhere = pathsTo(name, root, []).map((keys) => keys.join("."));
  if (elsewhere.length > 0 && elsewhere.length <= MAX_LISTED) return `did you mean ${elsewhere.join(" or ")}?`;
  return keys.length > MAX_LISTED ? "--help has the names" : `known here: ${keys.join(", ")}`;
}

/** A flag's name that is not written as config files do, or that does not belong there. */
function adviseFlag(flag: Flag, root: KeyMap): string {
  const { name, switches, prints } = flag;
  if (name === `collector.${DISABLE_DEFAULTS}`) return `write ${SWITCHES}: {${DISABLE_DEFAULTS}: true}`;
  if (name === "config.file") return NO_OTHERS;
  if (prints !== undefined) return "this flag belongs on the command line";
  if (switches !== undefined) return adviseSwitch(switches);
  if (flag.type === "string" && flag.newName !== undefined) return `this is an old name, write ${flag.newName}`;
  const [path = []] = pathsOf(name, root, []);
  return `write it nested: ${nested(path)}`;
}

/** How to switch a collector. */
export function adviseSwitch(collector: string): string {
  return `write ${SWITCHES}: {enabled: [${collector}]} or {disabled: [${collector}]} to switch the collector`;
}

function nested(path: readonly string[]): string {
  return path.reduceRight((inner, key, index) => {
    const text = `${key}: ${inner}`;
    return index === 0 ? text : `{${text}}`;
  }, "…");
}

function pathsTo(key: string, map: KeyMap, path: readonly string[]): (readonly string[])[] {
  return walk(map, path, (name, node) => node.kind === "flag" && name === key);
}

function pathsOf(flag: string, map: KeyMap, path: readonly string[]): (readonly string[])[] {
  return walk(map, path, (_, node) => node.kind === "flag" && node.flag.name === flag);
}

function walk(
  map: KeyMap,
  path: readonly string[],
  isWanted: (name: string, node: KeyNode) => boolean,
): (readonly string[])[] {
  return [...map.keys].flatMap(([name, node]) => {
    const here = [...path, name];
    if (node.kind === "map") return walk(node, here, isWanted);
    return isWanted(name, node) ? [here] : [];
  });
}
