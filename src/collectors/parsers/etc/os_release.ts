import { ParseError } from "../../kit/errors.ts";
import { allOrNone, readItems, type Skip } from "../skip.ts";

/** Variables of an os-release file by name (os-release(5)); of equal names the last counts. */
export type OsRelease = ReadonlyMap<string, string>;

/** Parses the shell-like assignments of an os-release file. */
export function parseOsRelease(bytes: Buffer, path: string, skip: Skip = allOrNone): OsRelease {
  const lines = bytes.toString("utf8").split("\n").entries();
  const assignments = [...lines].filter(([, line]) => !/^\s*(#|$)/.test(line));
  return new Map(
    readItems(assignments, skip, ([i, line]) =>
      parseAssignment(line.trim(), (problem) => new ParseError(`${path}: line ${i + 1}: ${problem}`)),
    ),
  );
}

type Fail = (problem: string) => ParseError;

function parseAssignment(text: string, fail: Fail): [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 0) throw fail("no =");
  const name = text
    .slice(0, equals)
    .trim()
    .replace(/^export\s+/, "");
  if (!/^[A-Za-z_][A-Za-z0-9_./]*$/.test(name)) throw fail(`bad name ${JSON.stringify(name.slice(0, 120))}`);
  return [name, parseValue(text.slice(equals + 1).trim(), fail)];
}

/** Quoted and unquoted parts one after the other, up to a `#` outside of quotes. */
function parseValue(text: string, fail: Fail): string {
  let value = "";
  let at = 0;
  while (at < text.length) {
    const quote = text[at];
    if (quote === "#") return value;
    const end = quote === "'" || quote === '"' ? closingQuote(text, at, fail) : unquotedEnd(text, at);
    if (quote === "'") value += plain(text.slice(at + 1, end - 1), fail);
    else if (quote === '"') value += unescape(text.slice(at + 1, end - 1), fail);
    else value += unquoted(text, at, end, fail);
    at = end;
  }
  return value;
}

/** Blanks before a comment do not belong to the value. */
function unquoted(text: string, at: number, end: number, fail: Fail): string {
  const part = text.slice(at, end);
  return plain(text[end] === "#" ? part.trimEnd() : part, fail);
}

function unquotedEnd(text: string, at: number): number {
  const found = text.slice(at).search(/['"#]/);
  return found < 0 ? text.length : at + found;
}

/** Index behind the closing quote; a backslash hides one within double quotes. */
function closingQuote(text: string, at: number, fail: Fail): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === quote) return i + 1;
    if (text[i] === "\\" && quote === '"') i++;
  }
  throw fail("a quote without its end");
}

function plain(text: string, fail: Fail): string {
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) throw fail("a control character");
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  $: "$",
  "`": "`",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Within double quotes the escapes of os-release(5) and of JSON are known, no others. */
function unescape(text: string, fail: Fail): string {
  return plain(text, fail)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.?))/gs, (_, code: string | undefined, letter = "") => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (character === undefined) throw fail(`unknown escape \\${letter}`);
      return character;
    })
    .toWellFormed();
}
