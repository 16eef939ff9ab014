import { HIDDEN } from "../kit/errnos.ts";
import type { Tree } from "../kit/host.ts";
import { absent } from "../kit/no-data.ts";

/** Names of the interfaces, sorted; files such as bonding_masters are none. */
export function listInterfaces(sys: Tree): readonly string[] {
  const entries = sys.entriesIf("class/net", HIDDEN);
  if (entries === undefined) throw absent("class/net");
  return entries.filter(({ kind }) => kind !== "file").map(({ name }) => name);
}
