/**
 * Bundles src/ into dist/: one file per thread or process, since loading 200 modules takes longer than everything else at
 * the start. What only some runs need (help pages, subcommands) stays in files of its own. Packages are not bundled,
 * except for the regular expressions, which every worker needs, and the metrics, of which only a part is used.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { readArguments } from "./arguments.ts";

/**
 * Flags that keep memory small, measured under load: otherwise the young generation of the main thread grows to 48 MB,
 * and compilers that run beside the program keep 10 to 35 MB. See also `keepHeapsSmall`.
 */
const V8_FLAGS = ["--max-semi-space-size=2", "--no-concurrent-recompilation"];

/** Without it, whoever may send the signal gets a debugger, and with it everything that this process may do. */
const NO_DEBUGGER = "--disable-sigusr1";

readArguments({ call: "npm run build --", summary: "bundles src into dist", options: {} });

const root = join(import.meta.dirname, "..");
const BUNDLED_PACKAGES = new Set(["re2js", "prom-client"]);

/** Parts of prom-client that nothing here uses, and that load modules of Node.js worth 25 ms and 15 MB. */
const UNUSED = /\/prom-client\/lib\/(cluster|defaultMetrics|pushgateway)\.js$/;

/** Output without its extension, and source; the program looks for the others beside the file that it runs from. */
const ENTRIES: readonly { output: string; source: string; split: boolean }[] = [
  { output: "main/cli", source: "src/main/cli.ts", split: true },
  { output: "main/bcrypt-thread", source: "src/main/server/auth/bcrypt-thread.ts", split: false },
  { output: "workers/entry", source: "src/workers/entry.ts", split: false },
  { output: "workers/mount-probe", source: "src/workers/mount-probe/child.ts", split: false },
];

rmSync(join(root, "dist"), { recursive: true, force: true });
for (const { output, source, split } of ENTRIES) {
  const bundle = await rolldown({
    input: { [output]: join(root, source) },
    platform: "node",
    plugins: [{ name: "unused", load: (id) => (UNUSED.test(id) ? "module.exports = {};" : null) }],
    external: (id) => isBuiltin(id) || (/^[^./]/.test(id) && !BUNDLED_PACKAGES.has(id)),
  });
  const folder = output.slice(0, output.indexOf("/"));
  const { output: files } = await bundle.write({
    dir: join(root, "dist"),
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: `${folder}/[name].js`,
    codeSplitting: split,
  });
  await bundle.close();
  for (const file of files) {
    if (file.type === "chunk") writeFileSync(join(root, "dist", file.fileName), escapeNonAscii(file.code));
  }
}
makeExecutable(join(root, "dist/main/cli.js"));

/**
 * A thread keeps the source that it runs, with two bytes per character as soon as one is not Latin 1: 1 MB in a worker.
 * An escape means the same in strings, templates, patterns and names.
 */
function escapeNonAscii(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * The entry is both a shell script and a module for node: flags of V8 and the C library's allocator can only be set
 * before the process starts, and not every system supports a `#!` line with options.
 */
function makeExecutable(path: string): void {
  const [, ...module] = readFileSync(path, "utf8").split("\n");
  writeFileSync(
    path,
    `#!/bin/sh\n":" //; exec env MALLOC_ARENA_MAX=1 node ${[NO_DEBUGGER, ...V8_FLAGS].join(" ")} "$0" "$@"\n${module.join("\n")}`,
  );
  chmodSync(path, 0o755);
}
