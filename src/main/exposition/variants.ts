import type { BodyPool } from "./body-pool.ts";
import type { Client } from "./client.ts";
import { type Merged, writeExposition } from "./merge.ts";

/** An exposition in one format with one set of families, and who waits for it. */
export interface Variant {
  /** Equal for equal formats and families. */
  readonly key: string;
  readonly body: Buffer;
  readonly plain: Client[];
  readonly gzip: Client[];
}

/** Once the bodies of a collection have this size in all, no further one is written, in bytes. */
const MAX_BYTES = 16 << 20;

/** Writes what the clients of one collection have asked for, each variant once, and postpones those for whom it is too much. */
export function writeVariants(merged: Merged, clients: readonly Client[], pool: BodyPool): Iterable<Variant> {
  const variants = new Map<string, Variant>();
  const keyOf = keysOf(merged);
  const postponed: Client[] = [];
  let bytes = 0;
  for (const client of clients) {
    const key = keyOf(client);
    let variant = variants.get(key);
    if (variant === undefined && (bytes >= MAX_BYTES || pool.isFull)) {
      postponed.push(client);
      continue;
    }
    if (variant === undefined) {
      const body = writeExposition(merged, client.format, client.names, (size) => pool.take(size));
      variants.set(key, (variant = { key, body, plain: [], gzip: [] }));
      bytes += body.length;
    }
    (client.gzip ? variant.gzip : variant.plain).push(client);
  }
  for (const client of postponed) client.postpone();
  return variants.values();
}

/** The key of a client's variant. Names that no family has make no variant of their own. */
function keysOf({ pieces }: Merged): (client: Client) => string {
  let families: ReadonlySet<string> | undefined;
  return ({ format, names }) => {
    if (names === undefined) return format;
    const known = (families ??= new Set(pieces.map(({ definition }) => definition.name)));
    return `${format} ${JSON.stringify([...names].filter((name) => known.has(name)).toSorted())}`;
  };
}
