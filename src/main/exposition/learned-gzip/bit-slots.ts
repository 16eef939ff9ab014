import {
  COUNT_SHIFT,
  DISTANCE_BASES,
  DISTANCE_EXTRA_BITS,
  DISTANCE_SYMBOLS,
  type DeflateCodes,
  distancePlace,
  joinBits,
  MAX_BITS,
  WINDOW,
} from "./deflate-codes.ts";
import { type LearnedText, LITERALS } from "./learned-text.ts";

/** A match's distance takes up to two slots. */
const DISTANCE_SLOTS = 2;

/** Room that a value has beyond its longest length so far, in bytes. */
const VALUE_SPARE = 2;

/**
 * The bits that a learned text is written with, kept from one text to the next: only values, and the distances across
 * values that have become longer or shorter, are written anew. Slots that are not needed at the moment hold no bits.
 */
export class BitSlots {
  /** See `MAX_BITS`. */
  slots = new Int32Array();
  private readonly learned: LearnedText;
  /** The first match of each line; at the end the number of matches. */
  private readonly firstMatch: Int32Array;
  /** The line that a match lies in, what its distance is more than that of the two lines, and where its slots are. */
  private readonly targets: Int32Array;
  private readonly deltas: Int32Array;
  private readonly distanceSlots: Int32Array;
  /** Where the value of each line has its slots, how many these are, and how many of them hold bits. */
  private readonly valueSlots: Int32Array;
  private readonly rooms: Int32Array;
  private readonly lengths: Int32Array;
  /** By how many bytes each line has moved since the last text. */
  private readonly shifts: Int32Array;
  /** The slots are those of the last text. */
  private isCurrent = false;

  constructor(learned: LearnedText) {
    const { pieces, prefixes } = learned;
    const lines = prefixes.length;
    const matches = pieces.targets.reduce((sum, target) => (target === LITERALS ? sum : sum + 1), 0);
    this.learned = learned;
    this.firstMatch = new Int32Array(lines + 1);
    this.targets = pieces.targets.filter((target) => target !== LITERALS);
    this.deltas = pieces.deltas.filter((_, piece) => pieces.targets[piece] !== LITERALS);
    this.distanceSlots = new Int32Array(matches);
    this.valueSlots = new Int32Array(lines);
    this.rooms = new Int32Array(lines);
    this.lengths = new Int32Array(lines);
    this.shifts = new Int32Array(lines);
  }

  /**
   * Fills in a text whose lines begin at `starts`, where those of the last one began at `lastStarts`; at the end of both
   * stands the text's length. False when a match would lie too far back.
   */
  update(text: Buffer, starts: Int32Array, lastStarts: Int32Array): boolean {
    if (!this.hasRoom(starts)) this.layOut(starts);
    const wasCurrent = this.isCurrent;
    this.isCurrent = false;
    if (!this.updateDistances(starts, lastStarts, wasCurrent)) return false;
    this.updateValues(text, starts);
    this.isCurrent = true;
    return true;
  }

  private hasRoom(starts: Int32Array): boolean {
    const { rooms } = this;
    const { prefixes } = this.learned;
    for (let line = 0; line < prefixes.length; line++)
      if ((starts[line + 1] ?? 0) - (starts[line] ?? 0) - (prefixes[line] ?? 0) > (rooms[line] ?? 0)) return false;
    return this.slots.length > 0;
  }

  private layOut(starts: Int32Array): void {
    const { codes, pieces, prefixes } = this.learned;
    const { rooms } = this;
    let room = 0;
    for (let line = 0; line < rooms.length; line++) {
      const length = (starts[line + 1] ?? 0) - (starts[line] ?? 0) - (prefixes[line] ?? 0);
      if (length > 0) rooms[line] = Math.max(rooms[line] ?? 0, length + VALUE_SPARE);
      room += rooms[line] ?? 0;
    }
    const distances = this.targets.length * DISTANCE_SLOTS;
    this.slots = new Int32Array(codes.header.length + pieces.bits.length + distances + room + 1);
    this.slots.set(codes.header);
    let slot = codes.header.length;
    let match = 0;
    for (let line = 0; line < rooms.length; line++) {
      this.firstMatch[line] = match;
      for (let piece = pieces.first[line] ?? 0; piece < (pieces.first[line + 1] ?? 0); piece++) {
        this.slots[slot++] = pieces.bits[piece] ?? 0;
        if (pieces.targets[piece] === LITERALS) continue;
        this.distanceSlots[match++] = slot;
        slot += DISTANCE_SLOTS;
      }
      this.valueSlots[line] = slot;
      slot += rooms[line] ?? 0;
    }
    this.firstMatch[rooms.length] = match;
    this.slots[slot] = codes.endOfBlock;
    this.isCurrent = false;
  }

  private updateDistances(starts: Int32Array, lastStarts: Int32Array, wasCurrent: boolean): boolean {
    const { firstMatch, targets, deltas, distanceSlots, shifts, slots } = this;
    const { codes } = this.learned;
    let match = 0;
    for (let line = 0; line < shifts.length; line++) {
      const start = starts[line] ?? 0;
      const shift = start - (lastStarts[line] ?? 0);
      shifts[line] = shift;
      for (const next = firstMatch[line + 1] ?? 0; match < next; match++) {
        const target = targets[match] ?? 0;
        if (wasCurrent && shifts[target] === shift) continue;
        const distance = start - (starts[target] ?? 0) + (deltas[match] ?? 0);
        if (distance > WINDOW) return false;
        setDistance(slots, distanceSlots[match] ?? 0, distance, codes);
      }
    }
    return true;
  }

  private updateValues(text: Buffer, starts: Int32Array): void {
    const { lengths, slots, valueSlots } = this;
    const { codes, prefixes } = this.learned;
    const { literals } = codes;
    for (let line = 0; line < lengths.length; line++) {
      const at = (starts[line] ?? 0) + (prefixes[line] ?? 0);
      const length = (starts[line + 1] ?? 0) - at;
      const slot = valueSlots[line] ?? 0;
      for (let i = 0; i < length; i++) slots[slot + i] = literals[text[at + i] ?? 0] ?? 0;
      for (let i = length; i < (lengths[line] ?? 0); i++) slots[slot + i] = 0;
      lengths[line] = length;
    }
  }
}

function setDistance(slots: Int32Array, slot: number, distance: number, codes: DeflateCodes): void {
  const symbol = DISTANCE_SYMBOLS[distancePlace(distance)] ?? 0;
  const code = codes.distances[symbol] ?? 0;
  const extra = (distance - (DISTANCE_BASES[symbol] ?? 0)) | ((DISTANCE_EXTRA_BITS[symbol] ?? 0) << COUNT_SHIFT);
  const isOne = (code >> COUNT_SHIFT) + (extra >> COUNT_SHIFT) <= MAX_BITS;
  slots[slot] = isOne ? joinBits(code, extra) : code;
  slots[slot + 1] = isOne ? 0 : extra;
}
