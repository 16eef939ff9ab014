/** The labels of a series, names ascending; a series may have any number of them. */
export interface Labelled {
  readonly labelNames: readonly string[];
  /** The value of the `index`-th label. */
  labelValue(index: number): string;
}

/**
 * Order of the series of a family: fewer labels first, then by values in the order of the label names, at last by
 * names. 0 for equal labels.
 */
export function compareSeries(a: Labelled, b: Labelled): number {
  const names = a.labelNames;
  const others = b.labelNames;
  if (names.length !== others.length) return names.length - others.length;
  for (let i = 0; i < names.length; i++) {
    const order = compareBytewise(a.labelValue(i), b.labelValue(i));
    if (order !== 0) return order;
  }
  if (names === others) return 0;
  for (let i = 0; i < names.length; i++) {
    const order = compareBytewise(names[i] ?? "", others[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** Compares two texts by their UTF-8 bytes; negative, zero or positive. */
export function compareBytewise(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return orderedUnit(x) - orderedUnit(y);
  }
  return a.length - b.length;
}

/** UTF-8 orders by code point; UTF-16 puts surrogate pairs below U+E000 to U+FFFF. */
function orderedUnit(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
