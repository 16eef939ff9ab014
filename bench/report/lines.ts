import { document, legend, round, text, WIDTH } from "./svg.ts";
import { figure } from "./table.ts";

export interface Line {
  readonly series: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

const TOP = 84;
const LEFT = 64;
const RIGHT = WIDTH - 24;
const HEIGHT = 190;
const STEPS = 4;

/** Panels below each other with a common horizontal axis, each scaled from 0 to its own maximum. */
export function lineChart(title: string, subtitle: string, axis: string, panels: readonly Panel[]): string {
  const series = [...new Set(panels.flatMap(({ lines }) => lines.map((line) => line.series)))];
  const last = Math.max(1, ...panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ x }) => x))));
  const x = (value: number) => LEFT + (value / last) * (RIGHT - LEFT);
  const body: string[] = [...legend(series, 68)];
  panels.forEach((panel, i) => {
    const top = TOP + i * (HEIGHT + 50) + 20;
    const highest = Math.max(1e-9, ...panel.lines.flatMap(({ points }) => points.map(({ y }) => y))) * 1.05;
    const y = (value: number) => top + HEIGHT - (value / highest) * HEIGHT;
    body.push(text(16, top - 10, panel.title));
    for (let step = 0; step <= STEPS; step++) {
      const value = (highest * step) / STEPS;
      body.push(`<line x1="${LEFT}" x2="${RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}" class="faint"/>`);
      body.push(text(LEFT - 8, y(value) + 4, figure(value), `text-anchor="end" class="small"`));
      body.push(
        text(
          x((last * step) / STEPS),
          top + HEIGHT + 16,
          figure((last * step) / STEPS),
          `text-anchor="middle" class="small"`,
        ),
      );
    }
    for (const { series: of, points } of panel.lines) {
      const path = points.map((point) => `${round(x(point.x))},${round(y(point.y))}`).join(" ");
      body.push(`<polyline points="${path}" class="l${series.indexOf(of)}"/>`);
    }
  });
  const height = TOP + panels.length * (HEIGHT + 50) + 24;
  body.push(text(RIGHT, height - 14, axis, `text-anchor="end" class="small"`));
  return document(height, title, subtitle, body);
}
