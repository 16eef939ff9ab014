import { ParseError } from "../kit/errors.ts";
import { parsePosixZone, posixZoneAt, type PosixZone } from "./posix-zone.ts";

/** One kind of local time: its abbreviation and its offset. */
interface ZoneType {
  readonly abbreviation: string;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isDst: boolean;
}

/** A time zone: its past, and the rule for the time after the last transition. */
export interface TimeZone {
  readonly types: readonly ZoneType[];
  /** When each transition happens, in seconds since the epoch, ascending. */
  readonly transitions: readonly number[];
  /** Index in `types` from each transition on. */
  readonly indexes: readonly number[];
  readonly rule: PosixZone | undefined;
}

const MAGIC = "TZif";
const HEADER = 44;

/** Parses a compiled time zone (RFC 8536), of which the 64-bit part counts where there is one. */
export function parseTzif(bytes: Buffer, path: string): TimeZone {
  const first = readHeader(bytes, 0, path);
  if (first.version === 0) return readBlock(bytes, first, 4, path);
  const second = readHeader(bytes, first.start + blockLength(first, 4), path);
  return readBlock(bytes, second, 8, path);
}

/** What local time is in force at a time in seconds since the epoch. */
export function zoneAt(zone: TimeZone, seconds: number): { readonly abbreviation: string; readonly offset: number } {
  const last = zone.transitions.findLastIndex((transition) => transition <= seconds);
  if (last === zone.transitions.length - 1 && zone.rule !== undefined) return posixZoneAt(zone.rule, seconds);
  const index = last < 0 ? firstType(zone) : (zone.indexes[last] ?? 0);
  return zone.types[index] ?? { abbreviation: "UTC", offset: 0 };
}

/** Before the first transition standard time holds. */
function firstType({ types, indexes }: TimeZone): number {
  if (!indexes.includes(0)) return 0;
  return Math.max(
    types.findIndex((type) => !type.isDst),
    0,
  );
}

interface Header {
  readonly version: number;
  /** Where the data begins. */
  readonly start: number;
  readonly utIndicators: number;
  readonly standardIndicators: number;
  readonly leapSeconds: number;
  readonly transitions: number;
  readonly types: number;
  readonly abbreviationBytes: number;
}

function readHeader(bytes: Buffer, at: number, path: string): Header {
  if (bytes.length < at + HEADER || bytes.toString("latin1", at, at + MAGIC.length) !== MAGIC)
    throw new ParseError(`${path}: not a compiled time zone`);
  const count = (index: number) => bytes.readUInt32BE(at + 20 + index * 4);
  return {
    version: bytes[at + 4] ?? 0,
    start: at + HEADER,
    utIndicators: count(0),
    standardIndicators: count(1),
    leapSeconds: count(2),
    transitions: count(3),
    types: count(4),
    abbreviationBytes: count(5),
  };
}

function blockLength(header: Header, timeBytes: number): number {
  return (
    header.transitions * (timeBytes + 1) +
    header.types * 6 +
    header.abbreviationBytes +
    header.leapSeconds * (timeBytes + 4) +
    header.standardIndicators +
    header.utIndicators
  );
}

function readBlock(bytes: Buffer, header: Header, timeBytes: 4 | 8, path: string): TimeZone {
  const end = header.start + blockLength(header, timeBytes);
  if (bytes.length < end || header.types === 0) throw new ParseError(`${path}: a compiled time zone cut short`);
  const indexStart = header.start + header.transitions * timeBytes;
  const typeStart = indexStart + header.transitions;
  const transitions = Array.from({ length: header.transitions }, (_, i) => {
    const at = header.start + i * timeBytes;
    return timeBytes === 8 ? Number(bytes.readBigInt64BE(at)) : bytes.readInt32BE(at);
  });
  const indexes = [...bytes.subarray(indexStart, typeStart)];
  if (indexes.some((index) => index >= header.types)) throw new ParseError(`${path}: a transition to no local time`);
  const types = Array.from({ length: header.types }, (_, i) => readType(bytes, typeStart + i * 6, header, typeStart));
  return { types, transitions, indexes, rule: timeBytes === 8 ? readRule(bytes, end) : undefined };
}

function readType(bytes: Buffer, at: number, header: Header, typeStart: number): ZoneType {
  const names = typeStart + header.types * 6;
  const start = Math.min(names + (bytes[at + 5] ?? 0), names + header.abbreviationBytes);
  const nul = bytes.subarray(start, names + header.abbreviationBytes).indexOf(0);
  const end = nul < 0 ? names + header.abbreviationBytes : start + nul;
  return {
    abbreviation: bytes.toString("utf8", start, end),
    offset: bytes.readInt32BE(at),
    isDst: bytes[at + 4] !== 0,
  };
}

/** The footer: a rule between two line breaks, which may be empty. */
function readRule(bytes: Buffer, at: number): PosixZone | undefined {
  const [, text = ""] = bytes.toString("latin1", at).split("\n");
  return text === "" ? undefined : parsePosixZone(text);
}
