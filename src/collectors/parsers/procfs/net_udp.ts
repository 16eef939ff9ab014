import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Bytes queued in all sockets of /proc/net/udp or udp6. */
export interface UdpQueues {
  readonly transmit: number;
  readonly receive: number;
}

const COLON = 58;
const SPACE = 32;

/** Sums the queue column of udp4_seq_show (net/ipv4/udp.c); a host may have 100,000 rows. */
export function parseUdpQueues(bytes: Buffer, path: string, skip: Skip = allOrNone): UdpQueues {
  const scanner = new Scanner(bytes, path);
  let transmit = 0;
  let receive = 0;
  scanner.nextLine();
  readLines(scanner, skip, () => {
    // Slot, local address, remote address, state.
    skipWords(scanner, 4);
    const waiting = hexUntil(scanner, COLON);
    const unread = hexUntil(scanner, SPACE);
    checkRest(scanner);
    transmit += waiting;
    receive += unread;
  });
  return { transmit, receive };
}

/** The columns behind the queues: timer, retransmits, uid, timeout, inode, references, pointer, drops. */
function checkRest(scanner: Scanner): void {
  skipWords(scanner, 2);
  scanner.uint();
  skipWords(scanner, 1);
  scanner.uint();
  skipWords(scanner, 2);
  scanner.uint();
}

function skipWords(scanner: Scanner, count: number): void {
  for (let i = 0; i < count; i++) scanner.skipWord();
}

/** Hexadecimal digits up to a stop byte, which is passed over. */
function hexUntil(scanner: Scanner, stop: number): number {
  scanner.skipBlanks();
  const { bytes } = scanner;
  const start = scanner.at;
  let value = 0;
  let at = start;
  for (; bytes[at] !== stop; at++) {
    const digit = hexDigit(bytes[at] ?? 0);
    if (digit < 0 || at - start >= 16) throw scanner.error("bad queue length");
    value = value * 16 + digit;
  }
  if (at === start) throw scanner.error("no queue length");
  scanner.at = at + 1;
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
