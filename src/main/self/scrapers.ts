import type { ScrapeOrigin } from "./observer.ts";

/** Who scrapes: clients of one address that ask for the same. Times are in milliseconds since the epoch. */
export interface Scraper extends ScrapeOrigin {
  scrapes: number;
  lastSeen: number;
  /** Milliseconds between scrapes, smoothed; NaN after one. */
  interval: number;
}

/** Scrapers remembered; a new one takes the place of who was not seen for the longest time. */
const MAX_SCRAPERS = 32;

/** Part of the last interval in the smoothed one. */
const SMOOTHING = 0.25;

/** The last scrapers. */
export class Scrapers {
  private readonly known: Scraper[] = [];

  /** Latest first. */
  get list(): readonly Scraper[] {
    return this.known.toSorted((a, b) => b.lastSeen - a.lastSeen);
  }

  /** `now`: when the scrape came. */
  admitted(origin: ScrapeOrigin, now: number): void {
    const scraper = this.find(origin);
    if (scraper === undefined) this.add({ ...origin, scrapes: 1, lastSeen: now, interval: Number.NaN });
    else {
      const interval = now - scraper.lastSeen;
      scraper.interval =
        scraper.scrapes === 1 ? interval : scraper.interval + SMOOTHING * (interval - scraper.interval);
      scraper.scrapes++;
      scraper.lastSeen = now;
    }
  }

  private find({ address, timeout, format, gzip }: ScrapeOrigin): Scraper | undefined {
    for (const known of this.known) {
      if (known.address !== address || known.format !== format || known.gzip !== gzip) continue;
      if (Object.is(known.timeout, timeout)) return known;
    }
    return undefined;
  }

  private add(scraper: Scraper): void {
    if (this.known.length < MAX_SCRAPERS) {
      this.known.push(scraper);
      return;
    }
    let oldest = 0;
    for (const [i, { lastSeen }] of this.known.entries()) {
      if (lastSeen < (this.known[oldest]?.lastSeen ?? 0)) oldest = i;
    }
    this.known[oldest] = scraper;
  }
}
