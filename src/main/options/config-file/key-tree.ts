import type { Flag } from "../flag.ts";

/** What may stand at a key of a config file. */
export type KeyNode =
  | KeyMap
  /** The value of a flag. */
  | { readonly kind: "flag"; readonly flag: Flag }
  /** What switches collectors on and off, by their names. */
  | { readonly kind: "switches"; readonly collectors: ReadonlyMap<string, Flag> };

export interface KeyMap {
  readonly kind: "map";
  readonly keys: Map<string, KeyNode>;
}

/** The key below which collectors are switched, and its own keys. */
export const SWITCHES = "collectors";
export const DISABLE_DEFAULTS = "disable-defaults";

/** Flags that no config file sets by their name. */
const ELSEWHERE: ReadonlySet<string> = new Set(["config.file", `collector.${DISABLE_DEFAULTS}`]);

/** All keys of a config file: the names of the flags, split at their dots. */
export function keyTree(flags: readonly Flag[]): KeyMap {
  const root: KeyMap = { kind: "map", keys: new Map() };
  const settable = flags.filter((flag) => isSettable(flag));
  const names = new Set(settable.map(({ name }) => name));
  for (const flag of settable) {
    const path = keyPath(flag.name, names);
    mapAt(root, path.slice(0, -1)).keys.set(path.at(-1) ?? "", { kind: "flag", flag });
  }
  const collectors = flags.flatMap((flag): [string, Flag][] =>
    flag.switches === undefined ? [] : [[flag.switches, flag]],
  );
  root.keys.set(SWITCHES, { kind: "switches", collectors: new Map(collectors) });
  return root;
}

function isSettable({ name, prints, switches, ...flag }: Flag): boolean {
  const isOld = flag.type === "string" && flag.newName !== undefined;
  return prints === undefined && switches === undefined && !isOld && !ELSEWHERE.has(name);
}

/**
 * The keys that lead to a flag. A value cannot have keys below it, so that a name that begins with the name of another
 * flag keeps the dots after that: `collector.cpu.info.flags-include` is `info.flags-include` beside `info`.
 */
function keyPath(name: string, names: ReadonlySet<string>): readonly string[] {
  const parts = name.split(".");
  const end = parts.findIndex((_, index) => index < parts.length - 1 && names.has(parts.slice(0, index + 1).join(".")));
  return end === -1 ? parts : [...parts.slice(0, end), parts.slice(end).join(".")];
}

function mapAt(root: KeyMap, path: readonly string[]): KeyMap {
  let map = root;
  for (const key of path) {
    const node = map.keys.get(key);
    if (node?.kind === "map") map = node;
    else {
      const fresh: KeyMap = { kind: "map", keys: new Map() };
      map.keys.set(key, fresh);
      map = fresh;
    }
  }
  return map;
}
