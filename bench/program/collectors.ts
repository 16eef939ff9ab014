import { catalog } from "../../src/collectors/generated/catalog.ts";
import { type Executable, output } from "./executable.ts";

/** Collectors that both programs run: those that are on by default in both, and `more` where both have them. */
export function commonCollectors(peer: Executable | undefined, more: readonly string[] = []): readonly string[] {
  const states = peer === undefined ? undefined : collectorsOf(peer);
  return catalog
    .filter(({ name, enabledByDefault }) =>
      more.includes(name) ? states?.has(name) !== false : enabledByDefault && states?.get(name) !== false,
    )
    .filter(({ name }) => states === undefined || states.has(name))
    .map(({ name }) => name);
}

/** Flags that switch on these collectors and no others, in both programs. */
export function collectorFlags(names: readonly string[]): readonly string[] {
  return ["--collector.disable-defaults", ...names.map((name) => `--collector.${name}`)];
}

/** Every collector of node_exporter with its default state, from its help. */
function collectorsOf({ command: [path = "", ...words] }: Executable): ReadonlyMap<string, boolean> {
  const help = output(path, ...words, "--help").replaceAll(/\s+/g, " ");
  const entries = help.matchAll(/--(?:\[no-\])?collector\.(\w+) Enable the \1 collector \(default: (\w+)\)/g);
  return new Map([...entries].map(([, name = "", state]) => [name, state === "enabled"]));
}
