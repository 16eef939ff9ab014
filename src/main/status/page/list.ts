import { type Content, markup, type Markup } from "./markup.ts";

/** Name and value; true where it is no good sign. */
export type Entry = readonly [name: string, value: Content, isBad?: boolean];

/** A section of names with values. */
export function list(id: string, title: string, entries: readonly Entry[]): Markup {
  const rows = entries.map(
    ([name, value, isBad]) =>
      markup`<div>
        <dt>${name}</dt>
        <dd class="${isBad === true ? "bad" : ""}">${value}</dd>
      </div> `,
  );
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <dl>${rows}</dl>
  </section>`;
}
