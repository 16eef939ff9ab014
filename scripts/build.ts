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
import manifest from "../package.json" with { type: "json" };
import { builtinsWhenRun, COMMENTS, escapeNonAscii, NO_DEBUGGER, V8_FLAGS, withoutUnused } from "./bundling.ts";
import { licencesOf } from "./executable/licences.ts";
import { revision } from "./git.ts";

readArguments({ call: "npm run build --", summary: "bundles src into dist", options: {} });

const root = join(import.meta.dirname, "..");

/** What is installed with the package; all other packages become part of the bundles. */
const INSTALLED = new Set(Object.keys(manifest.dependencies));

/** Output without its extension, and source; the program looks for the others beside the file that it runs from. */
const ENTRIES: readonly { output: string; source: string; split: boolean }[] = [
  { output: "main/cli", source: "src/main/cli.ts", split: true },
  { output: "main/bcrypt-thread", source: "src/main/server/auth/bcrypt-thread.ts", split: false },
  { output: "workers/entry", source: "src/workers/entry.ts", split: false },
  { output: "workers/mount-probe", source: "src/workers/mount-probe/child.ts", split: false },
];

/** The terms of what is bundled. */
const LICENCES = "LICENCES.txt";

const define = { REVISION: JSON.stringify(revision()) };
const modules: string[] = [];
// The executable, which other scripts build into dist, stays.
for (const written of [...ENTRIES.map(({ output }) => directoryOf(output)), LICENCES]) {
  rmSync(join(root, "dist", written), { recursive: true, force: true });
}
for (const { output, source, split } of ENTRIES) {
  const bundle = await rolldown({
    input: { [output]: join(root, source) },
    platform: "node",
    plugins: [withoutUnused, builtinsWhenRun],
    transform: { define },
    external: (id) => isBuiltin(id) || INSTALLED.has(/^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? ""),
  });
  const { output: files } = await bundle.write({
    dir: join(root, "dist"),
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: `${directoryOf(output)}/[name].js`,
    codeSplitting: split,
    comments: COMMENTS,
  });
  await bundle.close();
  for (const file of files) {
    if (file.type !== "chunk") continue;
    writeFileSync(join(root, "dist", file.fileName), escapeNonAscii(file.code));
    modules.push(...file.moduleIds);
  }
}
writeFileSync(join(root, "dist", LICENCES), licencesOf(modules));
makeExecutable(join(root, "dist/main/cli.js"));

/** The first part of the path of an output. */
function directoryOf(output: string): string {
  return output.slice(0, output.indexOf("/"));
}

/**
 * The entry is both a shell script and a module for node: flags of V8 and the C library's allocator can only be set
 * before the process starts, and not every system supports a `#!` line with options. Node.js that is too old knows not
 * all of these flags, and is asked first, which takes some milliseconds.
 */
function makeExecutable(path: string): void {
  const [, ...module] = readFileSync(path, "utf8").split("\n");
  const node = `node ${[NO_DEBUGGER, ...V8_FLAGS].join(" ")}`;
  const leastNode = manifest.engines.node.replace(">=", "");
  const found = '$(node --version 2>/dev/null || echo "not in the PATH")';
  const refusal = `echo "node-exporter-ts: error: Node.js ${leastNode} or later is needed; node is ${found}" >&2`;
  const start = `${node} --version >/dev/null 2>&1 || { ${refusal}; exit 1; }; exec env MALLOC_ARENA_MAX=1 ${node} "$0" "$@"`;
  writeFileSync(path, `#!/bin/sh\n":" //; ${start}\n${module.join("\n")}`);
  chmodSync(path, 0o755);
}
