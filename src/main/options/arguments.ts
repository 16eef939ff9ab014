import { readFileSync } from "node:fs";
import { errnoOf, messageOf } from "../../collectors/kit/errors.ts";
import { UsageError } from "./usage-error.ts";

/** One argument, as far as it can be told without knowing the flags. */
export type Word =
  | { readonly kind: "long"; readonly name: string; readonly value: string | undefined }
  | { readonly kind: "short"; readonly letter: string }
  | { readonly kind: "plain"; readonly text: string };

/** Enough for files that name files; one that names itself ends here. */
const MAX_FILES = 1000;

/** The arguments one after the other, with `@file` replaced by the lines of that file and `--` obeyed. */
export class ArgumentQueue {
  /** The next one is the last. */
  private readonly pending: string[];
  private onlyPlain = false;
  private files = 0;

  constructor(argv: readonly string[]) {
    this.pending = argv.toReversed();
  }

  next(): Word | undefined {
    for (;;) {
      const text = this.pending.pop();
      if (text === undefined) return undefined;
      if (this.onlyPlain) return { kind: "plain", text };
      if (text === "--") this.onlyPlain = true;
      else if (text.startsWith("@")) this.insert(text.slice(1));
      else return this.word(text);
    }
  }

  private word(text: string): Word {
    if (text.startsWith("--")) return longFlag(text.slice(2));
    if (!text.startsWith("-")) return { kind: "plain", text };
    const [letter = "", ...rest] = text.slice(1);
    if (rest.length > 0) this.pending.push(`-${rest.join("")}`);
    return { kind: "short", letter };
  }

  private insert(path: string): void {
    if (path === "") throw new UsageError("expected the name of a file after '@'");
    if (++this.files > MAX_FILES) throw new UsageError(`@${path}: more than ${MAX_FILES} files of arguments`);
    for (const line of lines(path).toReversed()) this.pending.push(line);
  }
}

function longFlag(text: string): Word {
  const equals = text.indexOf("=");
  if (equals === -1) return { kind: "long", name: text, value: undefined };
  return { kind: "long", name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function lines(path: string): string[] {
  try {
    const all = readFileSync(path, "utf8").split("\n");
    return all.map((line) => line.replace(/\r$/, "")).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  } catch (error) {
    throw new UsageError(`cannot read the arguments in @${path}: ${errnoOf(error) ?? messageOf(error)}`);
  }
}
