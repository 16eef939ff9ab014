import { defineCollector, type Emit } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { ParseError } from "./kit/errors.ts";
import { familyCache, gauge, sanitizeName, untyped } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { parseAnyBase } from "./parsers/numbers.ts";

/** A kernel parameter that was asked for. */
interface Parameter {
  /** As given. */
  readonly name: string;
  /** Below /proc/sys. */
  readonly path: string;
  /** Names for the values; empty when none were given. */
  readonly keys: readonly string[];
}

const info = gauge("node_sysctl_info", "Text of a kernel parameter as a label; always 1.", "name", "value", "index");

export default defineCollector({
  name: "sysctl",
  summary: "Selected kernel parameters from /proc/sys.",
  enabledByDefault: false,
  families: [info, "node_sysctl_*"],
  sources: [procfs("sys/**")],
  flags: {
    "collector.sysctl.include": {
      type: "strings",
      default: [],
      help: "Kernel parameter with numbers to show: a name, or name:key,key with a key for every number. Repeatable.",
    },
    "collector.sysctl.include-info": {
      type: "strings",
      default: [],
      help: "Kernel parameter with text to show, by name. Repeatable.",
    },
  },
  create({ host, flags, skip }) {
    requireDirectory("path.procfs", host.proc);
    const numeric = flags["collector.sysctl.include"].map(parseParameter);
    const textual = flags["collector.sysctl.include-info"].map(parseParameter);
    const families = makeFamilies();
    return (emit) => {
      attemptAll(
        [
          ...numeric.map((each) => () => emitNumbers(emit, families, each, readNumbers(host.proc, each))),
          ...textual.map((each) => () => emitWords(emit, each, readWords(host.proc, each))),
        ],
        (show) => show(),
        skip,
      );
    };
  },
});

/**
 * As sysctl(8): a name with a slash before any dot has slashes for separators, so that its dots may be part of
 * an interface's name.
 */
function parseParameter(text: string): Parameter {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const path = /^[^.]*\//.test(name) ? name : name.replaceAll(".", "/");
  return { name, path, keys: colon < 0 ? [] : text.slice(colon + 1).split(",") };
}

type Families = ReturnType<typeof makeFamilies>;

function makeFamilies() {
  return {
    single: familyCache((name) => untyped(`node_sysctl_${name}`, "Value of a kernel parameter.")),
    indexed: familyCache((name) => untyped(`node_sysctl_${name}`, "Values of a kernel parameter.", "index")),
  };
}

function readWords(proc: Tree, { path }: Parameter): string[] {
  const text = proc.attribute(`sys/${path}`);
  if (text === "") throw new ParseError(`${proc.resolve(`sys/${path}`)}: no value`);
  return text.split(/\s+/);
}

/** Signed or, as some limits are, unsigned 64-bit integers. */
function readNumbers(proc: Tree, parameter: Parameter): number[] {
  return readWords(proc, parameter).map((word) => {
    const value = parseAnyBase(word, true) ?? parseAnyBase(word, false);
    if (value !== undefined) return value;
    throw new ParseError(`${proc.resolve(`sys/${parameter.path}`)}: ${JSON.stringify(word)} is not a number`);
  });
}

function emitNumbers(emit: Emit, families: Families, { name, keys }: Parameter, values: readonly number[]): void {
  const base = sanitizeName(name);
  if (keys.length > 0) {
    requireKeys(name, keys, values.length);
    for (const [index, key] of keys.entries()) emit(families.single(`${base}_${key}`), values[index] ?? 0);
  } else if (values.length === 1) emit(families.single(base), values[0] ?? 0);
  else for (const [index, value] of values.entries()) emit(families.indexed(base), value, String(index));
}

/** A parameter with one value takes no keys. */
function requireKeys(name: string, keys: readonly string[], values: number): void {
  if (values === 1) throw new ParseError(`sysctl ${name}: one value, which takes no keys`);
  if (values !== keys.length) throw new ParseError(`sysctl ${name}: ${values} values for ${keys.length} keys`);
}

function emitWords(emit: Emit, { name, keys }: Parameter, words: readonly string[]): void {
  if (keys.length > 0 && words.length > 1) throw new ParseError(`sysctl ${name}: words take no keys`);
  for (const [index, word] of words.entries()) emit(info, 1, name, word, String(index));
}
