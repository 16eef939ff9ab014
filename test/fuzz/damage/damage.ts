import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Collected } from "../../support/collect.ts";

/** Stands in a damaged record for a number, or in an inserted one. */
const MARK = "<unknown>";

/** A number with or without a sign, base prefix, fraction, unit or colon, as kernel files have them. */
const NUMBER = /^[-+]?(0x[0-9a-f]+|[0-9a-f]*\d[0-9a-f]*(\.\d+)?)[%:,]?$/i;

const TOO_LARGE = "9999999999999999999999999";

/** What may happen to a record with a number: a line of a file, or the whole text of a file of one line. */
export const DAMAGES = {
  "no number": (record: string, pick: number) => replaceNumber(record, pick, MARK),
  null: (record: string, pick: number) => replaceNumber(record, pick, "(null)"),
  "too large": (record: string, pick: number) => replaceNumber(record, pick, TOO_LARGE),
  "NUL bytes": (record: string, pick: number) => replaceNumber(record, pick, "\0\0\0"),
  "field removed": (record: string, pick: number) => removeField(record, pick),
  "cut short": (record: string) => cutShort(record),
  "line inserted": (record: string) => `${MARK} 1 ${MARK}\n${record}`,
} as const satisfies Readonly<Record<string, (record: string, pick: number) => string>>;

/** The record with other numbers, by which those samples are known that depend on it. */
export function otherNumbers(record: string): string {
  const other = (number: string) => number.replace(/[0-9](?!.*[0-9])/, (digit) => String((Number(digit) + 1) % 10));
  return fieldsOf(record)
    .map((field) => (isNumber(field) ? other(field) : field))
    .join("");
}

export type Damage = keyof typeof DAMAGES;

export const DAMAGE_NAMES = Object.keys(DAMAGES) as readonly Damage[];

/** A record of a file: a line, or all of a file that has no other. */
export interface RecordPlace {
  readonly path: string;
  readonly line: number;
  /** Whether the file has no other record than this one, at most headings. */
  readonly isOnly: boolean;
  /** Whether it is the whole file. */
  readonly isWhole: boolean;
  readonly hasNumber: boolean;
}

/** The records of a file, at most `most` of them, spread over it. */
export function recordsOf(path: string, most: number): readonly RecordPlace[] {
  const lines = linesOf(readFileSync(path));
  const headings = path.includes("/spl/kstat/") ? 2 : 1;
  const isOnly = lines.length <= headings + 1;
  const isWhole = lines.length <= 1;
  const places = lines.map((text, line) => ({ path, line, isOnly, isWhole, hasNumber: fieldsOf(text).some(isNumber) }));
  if (lines.length === 0) places.push({ path, line: 0, isOnly, isWhole, hasNumber: false });
  const step = Math.max(1, places.length / most);
  return places.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

/** What a scrape gave, sample by sample. */
export interface Outcome {
  readonly status: string;
  readonly message: string;
  readonly skipped: number;
  readonly samples: ReadonlyMap<string, string>;
}

/** Free space and traffic change by themselves: of them only it counts whether they are there. */
const LIVE = /^node_(filesystem_(avail_bytes|free_bytes|files_free)|network_(receive|transmit)_\w+_total)$/;
const CLOCK = /^node_time_(seconds|zone_offset_seconds)$/;

/** `isLive`: some values are those of this machine. */
export function outcomeOf({ status, message, skipped, text }: Collected, isLive = true): Outcome {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !CLOCK.test(familyOf(line)));
  const samples = lines.map((line): [sample: string, value: string] => {
    const end = line.lastIndexOf(" ");
    const family = familyOf(line);
    return [line.slice(0, end), isLive && LIVE.test(family) ? "live" : line.slice(end + 1)];
  });
  return { status, message, skipped, samples: new Map(samples) };
}

/** Runs `scrape` with the record as `change` makes it; undefined: removed, and a file's only record with its file. */
export async function withRecord(
  { path, line }: RecordPlace,
  change: (record: string) => string | undefined,
  scrape: () => Promise<Collected>,
): Promise<Outcome> {
  const original = readFileSync(path);
  const lines = linesOf(original);
  const changed = change(lines[line] ?? "");
  try {
    if (lines.length <= 1 && changed === undefined) rmSync(path);
    else writeFileSync(path, contentOf(lines, line, changed, path.endsWith(".json")), "latin1");
    return outcomeOf(await scrape());
  } finally {
    writeFileSync(path, original);
  }
}

/** Runs `scrape` with a link to itself in place of the file, so that it is there and cannot be read. */
export async function withUnreadable({ path }: RecordPlace, scrape: () => Promise<Collected>): Promise<Outcome> {
  const original = readFileSync(path);
  rmSync(path);
  symlinkSync(basename(path), path);
  try {
    return outcomeOf(await scrape());
  } finally {
    rmSync(path);
    writeFileSync(path, original);
  }
}

/**
 * What is wrong with the outcome after a record was damaged: samples that do not depend on the record have changed, or
 * others show what is neither the value before nor the one without the record. A sample depends on the record when it is
 * another one without it, or with other numbers in it.
 */
export function faultsOf(good: Outcome, others: readonly Outcome[], damaged: Outcome, isOnlyRecord: boolean): string[] {
  const faults: string[] = [];
  const seen = (sample: string) => others.map(({ samples }) => samples.get(sample));
  const dependent = [...good.samples].filter(([sample, value]) => seen(sample).some((each) => each !== value));
  const mayFail =
    isOnlyRecord || dependent.length === good.samples.size || others.some(({ status }) => status !== "ok");
  if (damaged.status !== "ok" && !mayFail) faults.push(`${damaged.status}: ${damaged.message}`);
  const families = new Set(dependent.map(([sample]) => familyOf(sample)));
  // What a row does not have is 0 with any numbers in it.
  const rows = new Set(dependent.map(([sample]) => labelsOf(sample)).filter((labels) => labels !== ""));
  const own = new Set(dependent.map(([sample]) => sample));
  for (const [sample, value] of good.samples) {
    const now = damaged.samples.get(sample);
    if (now === value || (now === undefined && rows.has(labelsOf(sample)))) continue;
    if (now === undefined && isOnlyRecord && families.has(familyOf(sample))) continue;
    const isLeftOut = own.has(sample) && (now === undefined || seen(sample).includes(now) || Number(now) > LARGE);
    if (!isLeftOut) faults.push(`${sample} ${value} is now ${now ?? "missing"}`);
  }
  const isSeen = (sample: string) => seen(sample).some((value) => value !== undefined);
  // What is a text for the collector is shown as it is.
  for (const [sample, value] of damaged.samples)
    if (!good.samples.has(sample) && !families.has(familyOf(sample)) && !isMarked(sample) && !isSeen(sample))
      faults.push(`${sample} ${value} is new`);
  return faults;
}

/** What a format has room for beyond any other value of the trees. */
const LARGE = 1e15;

/** The name of a sample. */
export function familyOf(sample: string): string {
  return sample.replace(/[{ ].*/, "");
}

function labelsOf(sample: string): string {
  return sample.replace(/^[^{]*/, "");
}

/** A text that is damaged is still a text, and shown. */
function isMarked(sample: string): boolean {
  return [MARK, "(null)", "null", TOO_LARGE, "\0", "_unknown"].some((mark) => sample.includes(mark));
}

function linesOf(bytes: Buffer): readonly string[] {
  const lines = bytes.toString("latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function contentOf(lines: readonly string[], line: number, text: string | undefined, isJson: boolean): string {
  const comma = lines[line]?.endsWith(",") === true ? "," : "";
  const changed = isJson ? text?.replace(MARK, `"${MARK}"${comma}`) : text;
  return lines
    .toSpliced(line, 1, ...(changed === undefined ? [] : [changed]))
    .map((each) => `${each}\n`)
    .join("");
}

function isNumber(field: string): boolean {
  return NUMBER.test(field);
}

/** Words and, in every second place, what is between them. */
function fieldsOf(record: string): readonly string[] {
  return record.split(/(\s+|=)/);
}

function replaceNumber(record: string, pick: number, text: string): string {
  const fields = fieldsOf(record);
  const numbers = fields.flatMap((field, i) => (isNumber(field) ? [i] : []));
  const chosen = numbers[pick % Math.max(numbers.length, 1)];
  return chosen === undefined ? record : fields.toSpliced(chosen, 1, text).join("");
}

/** Not the first, which is a name. */
function removeField(record: string, pick: number): string {
  const fields = fieldsOf(record);
  const places = fields.flatMap((field, i) => (i > 1 && isNumber(field) ? [i] : []));
  const chosen = places[pick % Math.max(places.length, 1)];
  return chosen === undefined ? record : fields.toSpliced(chosen - 1, 2).join("");
}

/** From the last number on. */
function cutShort(record: string): string {
  const fields = fieldsOf(record);
  const last = fields.findLastIndex((field) => isNumber(field));
  return last < 0 ? record : fields.slice(0, Math.max(last - 1, 0)).join("");
}
