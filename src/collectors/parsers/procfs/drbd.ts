/** One `key:value` word of /proc/drbd. */
export interface DrbdField {
  /** `drbd` and the minor number; `unknown` before the first device. */
  readonly device: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Walks the words of /proc/drbd of version 8 (drbd_seq_show, drivers/block/drbd/drbd_proc.c).
 * A device starts with its minor number and a colon; words with any other number of colons than one mean nothing here.
 */
export function* drbdFields(bytes: Buffer): Generator<DrbdField, void, undefined> {
  let device = "unknown";
  for (const word of bytes.toString().split(/\s+/)) {
    const [key = "", value, more] = word.split(":");
    if (value === undefined || more !== undefined) continue;
    if (value === "" && /^\d+$/.test(key)) device = `drbd${key}`;
    else yield { device, key, value };
  }
}
