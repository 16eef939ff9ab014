export type MetricType = "counter" | "gauge" | "untyped" | "histogram" | "summary";

/**
 * A metric family: the contract (name, type, label names) and our HELP sentence.
 * `labels` is the order in which `emit` takes the values; the exposition sorts them by name.
 */
export interface Family<L extends readonly string[] = readonly string[]> {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly labels: L;
  /** Where the sink in use keeps this family; owned by the sink, checked on each use. */
  slot: number;
}

/** A family whose samples differ in their label names (dmi, power supplies). */
export interface OpenFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly labels: undefined;
  slot: number;
}

/** Names that a collector makes from what the kernel has: `*` stands for any text. */
type FamilyPattern = `${string}*${string}`;

/** What a collector declares of the families that it emits. */
export type DeclaredFamily = Family | OpenFamily | FamilyPattern;

/** The label values that a family takes, one string a label name. */
export type LabelValues<L extends readonly string[]> = { readonly [K in keyof L]: string };

function define(type: MetricType) {
  return <const L extends readonly string[]>(name: string, help: string, ...labels: L): Family<L> => ({
    name,
    type,
    help,
    labels,
    slot: 0,
  });
}

export const counter = define("counter");
export const gauge = define("gauge");
export const untyped = define("untyped");

/** A gauge whose samples each bring their own label names. */
export function openGauge(name: string, help: string): OpenFamily {
  return { name, type: "gauge", help, labels: undefined, slot: 0 };
}

/** Every family in these tables: in arrays, maps and objects, however deep. */
export function familiesIn(...tables: readonly unknown[]): readonly (Family | OpenFamily)[] {
  return tables.flatMap((table) => {
    if (typeof table !== "object" || table === null) return [];
    if (isFamily(table)) return [table];
    return familiesIn(...(table instanceof Map ? table.values() : Object.values(table)));
  });
}

function isFamily(value: object): value is Family | OpenFamily {
  return "slot" in value && "labels" in value;
}

/**
 * Families whose names are only known from the kernel's own field names; each name is made once.
 * `make` returns the family of a key, which may hold any text.
 */
export function familyCache<F>(make: (key: string) => F): (key: string) => F {
  const families = new Map<string, F>();
  return (key) => {
    let family = families.get(key);
    if (family === undefined) families.set(key, (family = make(key)));
    return family;
  };
}

/** Replaces each run of characters that a metric name cannot hold, with the underscores around it, by one `_`. */
export function sanitizeName(text: string): string {
  return text.replace(/_*[^0-9A-Za-z_]+_*/g, "_");
}
