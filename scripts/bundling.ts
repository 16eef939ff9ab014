/** What the bundles of the npm package and of the executable have in common. */
import type { Plugin } from "rolldown";

/**
 * Flags that keep memory small, measured under load: otherwise the young generation of the main thread grows to 48 MB,
 * and compilers that run beside the program keep 10 to 35 MB. See also `setLaterFlags`.
 */
export const V8_FLAGS: readonly string[] = ["--max-semi-space-size=1", "--no-concurrent-recompilation"];

/** Without it, whoever may send the signal gets a debugger, and with it everything that this process may do. */
export const NO_DEBUGGER = "--disable-sigusr1";

/** Parts of prom-client that nothing here uses, and that load modules of Node.js worth 25 ms and 15 MB. */
const UNUSED = /\/prom-client\/lib\/(cluster|defaultMetrics|pushgateway)\.js$/;

/** Finds who calls pino, for its transports, which nothing here uses: 3 ms, in which V8 looks for the lines of a bundle. */
const CALLERS = /\/pino\/lib\/caller\.js$/;

/** Leaves out what is not used. */
export const withoutUnused: Plugin = {
  name: "unused",
  load(id) {
    if (UNUSED.test(id)) return "module.exports = {};";
    return CALLERS.test(id) ? "module.exports = () => [];" : null;
  },
};

/** `import { a, b as c, type D } from "node:fs";` in a source of this program. */
const BUILTIN_IMPORT = /^import \{([^}]*)\} from "(node:[^"]+)";$/gm;

/** What would load a module of Node.js at the start of the program. */
const OTHER_IMPORT = /^import (?!type )(?:.* from )?"(node:[^"]+)";$/m;

/**
 * Modules of Node.js are loaded when the module that imports them runs, not before: a worker runs only the collectors
 * that it has. An `import` would read all their properties besides, and some of these load half of Node.js when they are
 * read: `http.WebSocket`, `fs.promises`, `crypto.webcrypto`.
 */
export const builtinsWhenRun: Plugin = {
  name: "builtins when run",
  transform(code, id) {
    if (!id.endsWith(".ts")) return null;
    const changed = code.replaceAll(BUILTIN_IMPORT, (_, names: string, builtin: string) => constants(names, builtin));
    const other = OTHER_IMPORT.exec(changed);
    if (other !== null) throw new Error(`${id}: only names can be imported from ${other[1]}`);
    return changed;
  },
};

function constants(names: string, builtin: string): string {
  const values = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));
  return `const { ${values.join(", ").replaceAll(" as ", ": ")} } = process.getBuiltinModule("${builtin}");`;
}

/** What of the sources' comments is kept: a thread keeps the text that it runs. */
export const COMMENTS = { legal: true, annotation: false, jsdoc: false };

/**
 * A thread keeps the source that it runs, with two bytes per character as soon as one is not Latin 1: 1 MB in a worker.
 * An escape means the same in strings, templates, patterns and names.
 */
export function escapeNonAscii(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
