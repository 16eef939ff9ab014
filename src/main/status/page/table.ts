import { type Content, markup, type Markup } from "./markup.ts";

/** A column; numbers are aligned at their ends. */
interface Column {
  readonly heading: string;
  readonly isNumber?: true;
}

/** A table whose rows begin with what they are about; `kind`: its class. */
export function table(columns: readonly Column[], rows: readonly (readonly Content[])[], kind = ""): Markup {
  const headings = columns.map(
    ({ heading, isNumber }) => markup`<th scope="col" class="${classOf(isNumber)}">${heading}</th> `,
  );
  return markup`<div class="scroll">
    <table class="${kind}">
      <thead>
        <tr>${headings}</tr>
      </thead>
      <tbody>
        ${rows.map((cells) => row(columns, cells))}
      </tbody>
    </table>
  </div>`;
}

function row(columns: readonly Column[], [first = "", ...others]: readonly Content[]): Markup {
  const cells = others.map((cell, i) => markup`<td class="${classOf(columns[i + 1]?.isNumber)}">${cell}</td> `);
  return markup`<tr><th scope="row">${first}</th>${cells}</tr> `;
}

function classOf(isNumber: true | undefined): string {
  return isNumber === true ? "number" : "";
}
