/** A column: its heading, and whether its cells are numbers. */
export interface Column {
  readonly heading: string;
  readonly left?: boolean;
}

/** Text with columns of equal width. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, i) => Math.max(heading.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    columns
      .map(({ left }, i) => {
        const cell = cells[i] ?? "";
        return left === true ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
      })
      .join("  ")
      .trimEnd();
  return [
    line(columns.map(({ heading }) => heading)),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map(line),
  ].join("\n");
}

/** Three significant digits, without an exponent. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 4));
}

/** How many times `a` goes into `b`. */
export function times(a: number | undefined, b: number | undefined): string {
  if (a === undefined || b === undefined) return "–";
  return `${figure(b / a)}×`;
}

/** Kilobytes in megabytes. */
export function megabytes(kilobytes: number | undefined): string {
  return kilobytes === undefined ? "–" : (kilobytes / 1024).toFixed(0);
}
