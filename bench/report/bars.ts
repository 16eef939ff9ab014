import { document, legend, round, text, WIDTH } from "./svg.ts";
import { figure } from "./table.ts";

export interface BarGroup {
  readonly name: string;
  /** Shown after the name, such as a ratio. */
  readonly note: string;
  readonly bars: readonly { readonly series: string; readonly value: number }[];
}

const TOP = 92;
const LEFT = 250;
const RIGHT = WIDTH - 80;
const BAR = 13;
const GAP = 12;

/** Horizontal bars in groups, with a logarithmic scale. */
export function barChart(title: string, subtitle: string, unit: string, groups: readonly BarGroup[]): string {
  const series = [...new Set(groups.flatMap(({ bars }) => bars.map((bar) => bar.series)))];
  const values = groups.flatMap(({ bars }) => bars.map(({ value }) => value)).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...values, 1)) - 0.3);
  const high = Math.ceil(Math.log10(Math.max(...values, 1)));
  const place = (value: number) =>
    LEFT + ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low || 1)) * (RIGHT - LEFT);
  const body: string[] = [...legend(series, 68)];
  const rows: string[] = [];
  let y = TOP;
  for (const { name, note, bars } of groups) {
    const middle = y + (bars.length * BAR) / 2 + 4;
    rows.push(text(LEFT - 10, middle, note === "" ? name : `${name} · ${note}`, `text-anchor="end"`));
    for (const { series: of, value } of bars) {
      const end = place(value);
      const width = Math.max(1, end - LEFT);
      rows.push(
        `<rect x="${LEFT}" y="${y}" width="${round(width)}" height="${BAR - 2}" rx="2" class="s${series.indexOf(of)}"/>`,
      );
      rows.push(text(end + 5, y + BAR - 3, figure(value), `class="small"`));
      y += BAR;
    }
    y += GAP;
  }
  for (let power = low; power <= high; power++) {
    const x = round(place(10 ** power));
    body.push(`<line x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${y}" class="faint"/>`);
    body.push(
      text(
        Number(x),
        y + 14,
        `${String(Number((10 ** power).toPrecision(1)))} ${unit}`,
        `text-anchor="middle" class="small"`,
      ),
    );
  }
  return document(y + 30, title, subtitle, [...body, ...rows]);
}
