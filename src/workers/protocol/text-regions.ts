import { growTo } from "./arena-memory.ts";

/** Room that a region has beyond what it holds, so that numbers may get more digits. */
const SLACK = 1.25;
const LEAST_SLACK = 64;

/** Bytes that belong to no region any more, before all regions are laid out again. */
const NEGLIGIBLE_HOLES = 64 * 1024;

/** One family as it stands in a region. */
export interface Written {
  slot: number;
  version: number;
  definition: number;
  /** From the region's start. */
  offset: number;
  length: number;
  openMetricsLength: number;
}

export function nothingWritten(): Written {
  return { slot: -1, version: -1, definition: -1, offset: -1, length: 0, openMetricsLength: 0 };
}

/** The part of the text that belongs to one collector, and what stands in it since the last scrape. */
export class Region {
  start: number;
  capacity = 0;
  readonly families: Written[] = [];
  messageVersion = -1;
  /** The layout it was last published with, and how many families it had. */
  layout = -1;
  publishedFamilies = -1;

  constructor(start: number) {
    this.start = start;
  }

  /** Nothing of what stands in it can be relied on. */
  forget(): void {
    this.families.length = 0;
    this.messageVersion = -1;
  }
}

/**
 * Shares the arena's text out among collectors. Each has a region of its own, which stays where it is while its text
 * fits in: what has not changed since the last scrape need not be written again.
 */
export class TextRegions {
  /** The whole text; another object when the memory has grown. */
  text: Buffer;
  private readonly memory: SharedArrayBuffer;
  private regions: (Region | undefined)[] = [];
  private end = 0;
  private holes = 0;
  private isFull = false;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.text = Buffer.from(memory, 0, memory.byteLength);
  }

  /** The region of a collector. */
  of(collector: number): Region {
    return (this.regions[collector] ??= new Region(this.end));
  }

  /** Lays the regions out again when much of the memory lies between them; only while nobody reads. */
  tidy(): void {
    if (this.isFull || this.holes > Math.max(NEGLIGIBLE_HOLES, this.end / 2)) this.forget();
  }

  forget(): void {
    this.regions = [];
    this.end = 0;
    this.holes = 0;
    this.isFull = false;
  }

  /** Makes room for so many bytes in a region, whose contents stay; throws RangeError past the memory's bound. */
  reserve(region: Region, bytes: number): void {
    if (bytes <= region.capacity) return;
    if (this.isLast(region)) this.extend(region, bytes);
    else this.move(region, Math.ceil(bytes * SLACK) + LEAST_SLACK);
  }

  /** A region is complete: the last one gets some room to grow before others come behind it. */
  complete(region: Region, bytes: number): void {
    const capacity = Math.ceil(bytes * SLACK) + LEAST_SLACK;
    if (this.isLast(region) && capacity > region.capacity && region.start + capacity <= this.memory.maxByteLength)
      this.extend(region, capacity);
  }

  private isLast({ start, capacity }: Region): boolean {
    return start + capacity === this.end;
  }

  private extend(region: Region, capacity: number): void {
    this.grow(region.start + capacity);
    region.capacity = capacity;
  }

  private move(region: Region, capacity: number): void {
    const { start } = region;
    const target = this.end;
    this.grow(target + capacity);
    this.text.copyWithin(target, start, start + region.capacity);
    this.holes += region.capacity;
    region.start = target;
    region.capacity = capacity;
  }

  private grow(end: number): void {
    try {
      growTo(this.memory, end);
    } catch (error) {
      this.isFull = true;
      throw error;
    }
    this.end = end;
    if (this.memory.byteLength !== this.text.length) this.text = Buffer.from(this.memory, 0, this.memory.byteLength);
  }
}
