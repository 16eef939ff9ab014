/** Local time by rule, as POSIX writes it in TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. */
export interface PosixZone {
  readonly standard: LocalTime;
  readonly summer: SummerTime | undefined;
}

interface LocalTime {
  readonly abbreviation: string;
  /** Seconds east of UTC. */
  readonly offset: number;
}

interface SummerTime extends LocalTime {
  readonly start: YearlyChange;
  readonly end: YearlyChange;
}

/** A day of each year and the seconds after its local midnight, which may lie beyond the day. */
interface YearlyChange {
  readonly kind: "month" | "julian" | "dayOfYear";
  /** Weekday `day` (0 is Sunday) of week `week` (5 is the last) in `month`. */
  readonly month: number;
  readonly week: number;
  /** Or the day of the year: from 1 without February 29 (julian), or from 0 with it (dayOfYear). */
  readonly day: number;
  readonly time: number;
}

const DAY = 86_400;
const NAME = String.raw`(<[^>]+>|[A-Za-z]{3,})`;
const CLOCK = String.raw`([+-]?\d{1,3}(?::\d{1,2}){0,2})`;
const ZONE = new RegExp(`^${NAME}${CLOCK}(?:${NAME}${CLOCK}?(?:,([^,]+),([^,]+))?)?$`);

/** What the C library takes where a rule names summer time but no dates: those of the United States. */
const DEFAULT_START = "M3.2.0";
const DEFAULT_END = "M11.1.0";

/** Undefined when the text is no such rule. */
export function parsePosixZone(text: string): PosixZone | undefined {
  const match = ZONE.exec(text);
  if (match === null) return undefined;
  const [, name = "", west = "", summerName, summerWest, start = DEFAULT_START, end = DEFAULT_END] = match;
  const standard = { abbreviation: unquote(name), offset: 0 - clockSeconds(west) };
  if (summerName === undefined) return { standard, summer: undefined };
  const startChange = parseChange(start);
  const endChange = parseChange(end);
  if (startChange === undefined || endChange === undefined) return undefined;
  const offset = summerWest === undefined ? standard.offset + 3600 : 0 - clockSeconds(summerWest);
  return {
    standard,
    summer: { abbreviation: unquote(summerName), offset, start: startChange, end: endChange },
  };
}

/** The local time in force at a time in seconds since the epoch. */
export function posixZoneAt({ standard, summer }: PosixZone, seconds: number): LocalTime {
  if (summer === undefined) return standard;
  const year = new Date((seconds + standard.offset) * 1000).getUTCFullYear();
  const start = changeAt(summer.start, year) - standard.offset;
  const end = changeAt(summer.end, year) - summer.offset;
  // South of the equator the summer goes over the end of the year.
  const isSummer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
  return isSummer ? summer : standard;
}

function unquote(name: string): string {
  return name.startsWith("<") ? name.slice(1, -1) : name;
}

/** `[+-]h[h[h]][:mm[:ss]]` in seconds. */
function clockSeconds(text: string): number {
  const [hours = "0", minutes = "0", seconds = "0"] = text.replace(/^[+-]/, "").split(":");
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return text.startsWith("-") ? 0 - total : total;
}

function parseChange(text: string): YearlyChange | undefined {
  const match = /^(?:M(\d{1,2})\.([1-5])\.([0-6])|(J?)(\d{1,3}))(?:\/(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, month, week, weekday, julian, dayOfYear, clock = "2"] = match;
  if (!new RegExp(`^${CLOCK}$`).test(clock)) return undefined;
  const time = clockSeconds(clock);
  if (month === undefined)
    return { kind: julian === "J" ? "julian" : "dayOfYear", month: 0, week: 0, day: Number(dayOfYear), time };
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  return { kind: "month", month: Number(month), week: Number(week), day: Number(weekday), time };
}

/** When the change happens by a clock that shows UTC, in seconds since the epoch. */
function changeAt(change: YearlyChange, year: number): number {
  return dayOf(change, year) * DAY + change.time;
}

/** Days since the epoch. */
function dayOf(change: YearlyChange, year: number): number {
  const { kind, month, week, day } = change;
  const firstOfYear = days(year, 0, 1);
  if (kind === "dayOfYear") return firstOfYear + day;
  if (kind === "julian") {
    const isLeapYear = days(year, 2, 1) - firstOfYear === 60;
    return firstOfYear + day - 1 + (isLeapYear && day >= 60 ? 1 : 0);
  }
  const first = days(year, month - 1, 1);
  // The epoch was a Thursday.
  const weekday = (((first + 4) % 7) + 7) % 7;
  const found = first + ((day - weekday + 7) % 7) + (week - 1) * 7;
  return found < days(year, month, 1) ? found : found - 7;
}

function days(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) / (DAY * 1000);
}
