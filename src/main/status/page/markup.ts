import { visible } from "../../log/visible.ts";

/** Markup. Whatever else is put into it is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Markup[];

/** A template of markup: texts in it are escaped, so that nothing of the host can become markup. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(String.raw({ raw: unindented(parts) }, ...contents.map(textOf)));
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The parts without the indentation of the source, once a template. */
function unindented(parts: TemplateStringsArray): readonly string[] {
  let result = known.get(parts);
  if (result === undefined) known.set(parts, (result = parts.map((part) => part.replaceAll(/\n\s+/g, "\n"))));
  return result;
}

/** Nothing. */
export const NOTHING = new Markup("");

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(({ text }) => text).join("");
  return escapeHtml(visible(String(content)));
}

/** Text as it may stand in markup and in its attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
