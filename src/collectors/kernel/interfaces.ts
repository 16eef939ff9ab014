import { isNotExist, isPermission, NoDataError } from "../kit/errors.ts";
import type { Tree } from "../kit/host.ts";

/** Names of the interfaces, sorted; files such as bonding_masters are none. */
export function listInterfaces(sys: Tree): readonly string[] {
  try {
    return sys
      .entries("class/net")
      .filter(({ kind }) => kind !== "file")
      .map(({ name }) => name);
  } catch (error) {
    if (isNotExist(error) || isPermission(error)) throw new NoDataError("class/net cannot be listed");
    throw error;
  }
}
