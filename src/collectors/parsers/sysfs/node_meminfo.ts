import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

const KIBIBYTE = 1024;

/** Memory of one NUMA node by field, in bytes where the kernel gives kB, else a count. */
export type NodeMeminfo = ReadonlyMap<string, number>;

/**
 * Parses /sys/devices/system/node/nodeN/meminfo (node_read_meminfo, drivers/base/node.c): `Node 0 Active(anon):  99 kB`.
 * Field names lose their colon; `Active(anon)` becomes `Active_anon`.
 */
export function parseNodeMeminfo(bytes: Buffer, path: string, skip: Skip = allOrNone): NodeMeminfo {
  const scanner = new Scanner(bytes, path);
  const fields = new Map<string, number>();
  readLines(scanner, skip, () => readField(scanner, fields));
  return fields;
}

function readField(scanner: Scanner, fields: Map<string, number>): void {
  scanner.skipWord();
  scanner.skipWord();
  const name = scanner
    .word()
    .replace(/:$/, "")
    .replace(/\((.*)\)/, "_$1");
  const value = scanner.float();
  const unit = scanner.word();
  if ((unit !== "" && unit !== "kB") || !scanner.atLineEnd()) throw scanner.error("a unit other than kB");
  fields.set(name, unit === "kB" ? value * KIBIBYTE : value);
}
