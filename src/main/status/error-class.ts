/** Phrases of messages by which their faults are told apart; the first that fits counts. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^worker ended: /, "worker ended"],
  [/^left alone after: /, "left alone after its worker ended"],
  [/^left out while memory is short/, "left out while memory is short"],
  [/^the previous update has not returned yet/, "still busy with an earlier scrape"],
  [/^no answer before the deadline/, "no answer in time"],
];

/** What kind of fault a message describes, without the paths and values in it. */
export function errorClass(message: string): string {
  const known = CLASSES.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  const [, code, text] = /\b(E[A-Z][A-Z0-9]+)(?:: ([a-z /]+))?/.exec(message) ?? [];
  if (code === undefined) return "unexpected content";
  return text === undefined ? code : `${text.trim()} (${code})`;
}
