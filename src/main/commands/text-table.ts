import { visible } from "../log/visible.ts";

/** Characters of a cell: its column is as wide for all rows. */
const MAX_CELL = 300;

/** A column: its heading, and whether it holds numbers, which are aligned at their ends. */
interface Column {
  readonly heading: string;
  readonly isNumber?: true;
}

/** The lines of a table for people, indented, the headings first. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map(({ heading }) => heading), ...rows].map((row) =>
    row.map((cell) => visible(cell, MAX_CELL)),
  );
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? "").length)));
  return cells.map((row) => {
    const padded = columns.map(({ isNumber }, i) => {
      const [cell, width] = [row[i] ?? "", widths[i] ?? 0];
      return isNumber ? cell.padStart(width) : cell.padEnd(width);
    });
    return `  ${padded.join("  ")}`.trimEnd();
  });
}
