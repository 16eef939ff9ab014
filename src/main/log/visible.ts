/** Characters of a text that are shown; more than any message of our own has. */
const MAX_SHOWN = 1000;

/** Part of a long text that is shown of its beginning: the end often has the reason. */
const BEGINNING = 0.7;

/** Control and format characters, which terminals obey, and line ends. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text from elsewhere as it is shown: on one line, without anything that a terminal obeys, and not too long. */
export function visible(text: string, most = MAX_SHOWN): string {
  return shortened(text, most).replaceAll(CONTROL, (character) => SHORT[character] ?? escaped(character));
}

/** As `visible`, for what stays complete, with its lines. JSON has the same content then. */
export function visibleLines(text: string): string {
  return text.replaceAll(CONTROL, (character) => (character === "\n" ? character : escaped(character)));
}

/** Whether a text has characters that are not shown as they are. */
export function hasControls(text: string): boolean {
  return text.search(CONTROL) >= 0;
}

/** A text without its middle where it has more characters than this. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const beginning = Math.round(most * BEGINNING);
  const left = `… (${text.length - most} characters left out) …`;
  return `${text.slice(0, beginning)}${left}${text.slice(beginning - most)}`;
}

/** As JavaScript and JSON have it, by code unit. */
function escaped(character: string): string {
  return character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
