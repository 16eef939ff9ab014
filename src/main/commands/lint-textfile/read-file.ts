import { readBoundedFile } from "../../../collectors/kit/bounded-file.ts";
import { messageOf, ParseError } from "../../../collectors/kit/errors.ts";
import type { TextFile } from "../../../collectors/text-format/text-family.ts";
import { parseTextfile } from "../../../collectors/text-format/text-parser.ts";
import type { Finding } from "./finding.ts";
import { blankLine, findNames, type NameLines } from "./lines.ts";

/** A file and what is wrong with it alone. */
export interface CheckedFile {
  readonly path: string;
  readonly findings: readonly Finding[];
  /** What its lines give, without those that cannot be read; undefined where the file cannot be read at all. */
  readonly content: TextFile | undefined;
  /** True where some lines cannot be read: the collector shows nothing of the file. */
  readonly isBroken: boolean;
  readonly bytes: Buffer;
  readonly names: ReadonlyMap<string, NameLines>;
}

/** Bytes of the largest file that the collector reads. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Lines that are told of, in a file that may be anything but metrics. */
const MAX_FINDINGS = 20;

/** Reads a file as the textfile collector does, and goes on behind each fault. */
export function readTextfile(path: string): CheckedFile {
  const suffix: Finding[] = path.endsWith(".prom")
    ? []
    : [
        {
          file: path,
          line: 0,
          reason: "the name does not end in .prom: the collector does not read it",
          isWarning: true,
        },
      ];
  const read = readBytes(path);
  if (typeof read === "string") {
    const finding = { file: path, line: 0, reason: read };
    return { path, findings: [...suffix, finding], content: undefined, isBroken: true, bytes: EMPTY, names: new Map() };
  }
  const { content, findings } = parseOnward(path, Buffer.from(read));
  const twice = content.duplicates.map(({ line, family }) => ({
    file: path,
    line,
    reason: `a series of ${family} comes twice, only the first one is shown`,
  }));
  return {
    path,
    findings: [...suffix, ...findings, ...twice],
    content,
    isBroken: findings.length > 0,
    bytes: read,
    names: findNames(read),
  };
}

const EMPTY = Buffer.alloc(0);

/** The content, or why there is none. */
function readBytes(path: string): Buffer | string {
  try {
    const file = readBoundedFile(path, MAX_BYTES);
    if (file.type === "not-regular") return "not a regular file";
    return file.type === "too-large" ? "larger than 64 MiB" : file.bytes;
  } catch (error) {
    return messageOf(error).replace(/, \w+( '.*')?$/, "");
  }
}

/** Blanks each line that cannot be read and reads the rest, so that one run shows all faults. `bytes` is changed. */
function parseOnward(path: string, bytes: Buffer): { content: TextFile; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  for (;;) {
    try {
      return { content: parseTextfile(bytes, path), findings };
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const finding = findingOf(path, error.message);
      findings.push(finding);
      if (finding.line === 0 || findings.length === MAX_FINDINGS) {
        return { content: { families: [], duplicates: [] }, findings };
      }
      blankLine(bytes, finding.line);
    }
  }
}

/** The parser's messages have the form `path: line 3: reason`. */
function findingOf(file: string, message: string): Finding {
  const text = message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message;
  const [, line = "0", reason = text] = /^line (\d+): ([^]*)$/.exec(text) ?? [];
  return { file, line: Number(line), reason };
}
