import { compareBytewise } from "../../collectors/text-format/order.ts";
import type { FamilyHeader, FinishedFamilies, SampleText, TakeFamily } from "../render/sink.ts";
import { CutText } from "./cut-text.ts";
import { FamilyChoice } from "./family-choice.ts";
import type { SeriesOptions } from "../protocol/options.ts";
import { Places } from "../protocol/places.ts";

/** A family that an update has emitted. */
interface Entry {
  readonly header: FamilyHeader;
  readonly text: SampleText;
  readonly slot: number;
  readonly known: Known;
}

/** What is remembered of a family from one scrape to the next. */
interface Known {
  choice: FamilyChoice;
  /** The `layout` of the text that the choice was made for; -1 for none. */
  layout: number;
  cut: CutText | undefined;
}

/** The families of a collector, within its budget where it has one. */
export function withinBudget(
  families: FinishedFamilies,
  name: string,
  number: number,
  series: SeriesOptions | undefined,
): FinishedFamilies {
  if (series === undefined) return families;
  const { total, byCollector } = series.most;
  const most = Object.hasOwn(byCollector, name) ? (byCollector[name] ?? Infinity) : Infinity;
  if (most === Infinity && total === Infinity) return families;
  return new SeriesBudget(families, new Places(series.places, number, most, total));
}

/**
 * Leaves out the series of a collector that are over its budget. A series that was shown on the last scrape stays, and free
 * places are filled in the order of the exposition. Nothing is looked at line by line unless there are too many series.
 */
class SeriesBudget implements FinishedFamilies {
  seriesDropped = 0;
  private readonly families: FinishedFamilies;
  private readonly places: Places;
  private known = new Map<string, Known>();
  private entries: Entry[] = [];

  constructor(families: FinishedFamilies, places: Places) {
    this.families = families;
    this.places = places;
  }

  finish(take: TakeFamily): void {
    const { entries } = this;
    const before = this.known;
    this.known = new Map();
    this.families.finish((header, text, slot) => {
      const known = before.get(header.name) ?? { choice: FamilyChoice.nothing, layout: -1, cut: undefined };
      this.known.set(header.name, known);
      entries.push({ header, text, slot, known });
    });
    this.choose(before.size);
    for (const { header, text, slot, known } of entries) {
      if (known.choice.lines === undefined) take(header, text, slot);
      else if (known.choice.count > 0) take(header, cutOf(known, text), slot);
    }
    this.entries = [];
  }

  private choose(familiesBefore: number): void {
    const { entries, places } = this;
    const wanted = entries.reduce((sum, { text }) => sum + text.samples, 0);
    const isSame =
      entries.length === familiesBefore && entries.every(({ text, known }) => text.layout === known.layout);
    if (isSame && (this.seriesDropped === 0 || !places.hasRoom)) return;
    const room = places.take(wanted);
    if (room >= wanted) for (const { text, known } of entries) keepAll(known, text);
    else places.take(chooseSome(entries, room));
    const shown = entries.reduce((sum, { known }) => sum + known.choice.count, 0);
    this.seriesDropped = wanted - shown;
  }
}

function keepAll(known: Known, text: SampleText): void {
  if (known.layout !== text.layout || known.choice.lines !== undefined) known.choice = FamilyChoice.all(text);
  known.layout = text.layout;
  known.cut = undefined;
}

/** Chooses up to `room` series, first those of the last scrape, and returns how many there are. */
function chooseSome(entries: readonly Entry[], room: number): number {
  const sorted = entries.toSorted((a, b) => compareBytewise(a.header.name, b.header.name));
  const choices = sorted.map(({ header, text, known }) => ({
    known,
    text,
    next: known.choice.renew(text, header.type),
  }));
  let free = room - choices.reduce((sum, { next }) => sum + next.count, 0);
  for (const { next } of choices) {
    const before = next.count;
    next.fill(free);
    free -= next.count - before;
  }
  for (const { known, text, next } of choices) {
    known.choice = next.done();
    known.layout = text.layout;
    known.cut = undefined;
  }
  return room - free;
}

function cutOf(known: Known, text: SampleText): CutText {
  if (known.cut === undefined || known.cut.source !== text.version) known.cut = new CutText(text, known.choice);
  return known.cut;
}
