import type { CollectorMetadata } from "../../collectors/kit/define.ts";
import type { Flag } from "./flag.ts";
import { generalFlags } from "./general-flags.ts";

/** Every flag of the program, in the order of --help. */
export function flagTable(collectors: readonly CollectorMetadata[]): readonly Flag[] {
  return [...generalFlags, ...collectors.flatMap((collector) => collectorFlags(collector))];
}

function collectorFlags({ name, summary, enabledByDefault, deprecated, flags }: CollectorMetadata): Flag[] {
  const group = `${name}: ${summary}`;
  const state = enabledByDefault ? "enabled" : "disabled";
  const note = deprecated === undefined ? "" : ` Deprecated: ${deprecated}`;
  const enable: Flag = {
    name: `collector.${name}`,
    group,
    type: "bool",
    default: enabledByDefault,
    help: `Enable the ${name} collector (default: ${state}).${note}`,
    switches: name,
    reloads: true,
  };
  const own = Object.entries(flags).map(([flag, spec]): Flag =>
    Object.assign({}, spec, { name: flag, group, reloads: true as const }),
  );
  return [enable, ...own];
}
