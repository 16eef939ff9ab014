/** Frames of HTTP/2 (RFC 9113), by hand: what no client library sends. */

export const FrameType = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const END_STREAM = 1;
export const END_HEADERS = 4;

export function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Settings by their numbers. */
export function settings(values: Readonly<Record<number, number>> = {}): Buffer {
  const pairs = Object.entries(values).map(([id, value]) => Buffer.concat([Buffer.from([0, Number(id)]), word(value)]));
  return frame(FrameType.settings, 0, 0, Buffer.concat(pairs));
}

/** The number of the setting for the window of new streams. */
export const INITIAL_WINDOW_SIZE = 4;

/** What a client sends first. */
export function preface(values?: Readonly<Record<number, number>>): Buffer {
  return Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), settings(values)]);
}

/** GET https://a/metrics in HPACK: two entries of the static table, and two literals. */
export const GET_METRICS = Buffer.concat([
  Buffer.from([0x82, 0x87, 0x01, 1]),
  Buffer.from("a"),
  Buffer.from([0x04, 8]),
  Buffer.from("/metrics"),
]);

/** A literal header that is in no table, of about 16 KB. */
export const LARGE_HEADER = Buffer.concat([
  Buffer.from([0x00, 1]),
  Buffer.from("x"),
  Buffer.from([0x7f, 0x81, 0x7c]),
  Buffer.alloc(16_000, "x"),
]);
