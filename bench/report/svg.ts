/** Width of every chart, in pixels. */
export const WIDTH = 860;

/** Colours that differ on a light and a dark background, also for colour-blind readers. */
const SERIES = ["#1f77d0", "#e07b39", "#7f8c8d", "#2a9d6f", "#a259c4"];

/** A whole SVG document that follows the reader's light or dark mode. */
export function document(height: number, title: string, subtitle: string, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">`,
    `<style>`,
    `svg { --ground: #fff; --ink: #1f2933; --faint: #d5dae0; font: 12px system-ui, sans-serif }`,
    `@media (prefers-color-scheme: dark) { svg { --ground: #15191e; --ink: #e3e8ee; --faint: #3a434d } }`,
    `text { fill: var(--ink) } .faint { stroke: var(--faint) } .small { font-size: 11px; opacity: .8 }`,
    ...SERIES.map(
      (colour, i) => `.s${i} { fill: ${colour} } .l${i} { stroke: ${colour}; fill: none; stroke-width: 1.6 }`,
    ),
    `</style>`,
    `<rect width="100%" height="100%" style="fill: var(--ground)"/>`,
    text(16, 26, title, `style="font-size: 16px; font-weight: 600"`),
    text(16, 45, subtitle, `class="small"`),
    ...body,
    `</svg>`,
    ``,
  ].join("\n");
}

export function text(x: number, y: number, content: string, attributes = ""): string {
  return `<text x="${round(x)}" y="${round(y)}"${attributes === "" ? "" : ` ${attributes}`}>${escape(content)}</text>`;
}

/** Names of the series with their colours, in one line. */
export function legend(names: readonly string[], y: number): readonly string[] {
  let x = 16;
  return names.flatMap((name, i) => {
    const at = x;
    x += 34 + name.length * 7;
    return [`<rect x="${at}" y="${y - 9}" width="10" height="10" rx="2" class="s${i}"/>`, text(at + 15, y, name)];
  });
}

export function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
