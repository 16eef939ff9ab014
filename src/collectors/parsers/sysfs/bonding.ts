import { ParseError } from "../../kit/errors.ts";
import { isInterfaceName } from "../interface-name.ts";
import { allOrNone, readItems, type Skip } from "../skip.ts";
import { decodeName } from "../utf8.ts";

const BLANKS = /[\t\n ]+/;

/** Parses the interfaces of `bonding_masters` and `bonding/slaves` (drivers/net/bonding/bond_sysfs.c), which may be none. */
export function parseInterfaceNames(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly string[] {
  const words = decodeName(bytes)
    .split(BLANKS)
    .filter((word) => word !== "");
  return readItems(words, skip, (word) => {
    if (!isInterfaceName(word)) throw new ParseError(`${path}: ${JSON.stringify(word)} is no name of an interface`);
    return word;
  });
}
