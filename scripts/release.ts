/** Writes what a release consists of, for the architecture that this runs on: docs/releases.md. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readArguments, refuse } from "./arguments.ts";
import { CHECKSUMS, writeChecksums } from "./release/checksums.ts";
import { ALL_KINDS, fileNames, kindsOf, LICENCES, missingTools } from "./release/kinds.ts";
import type { Kind } from "./release/parts.ts";
import { architecture, root, sourceDate } from "./release/product.ts";
import { run } from "./release/tree.ts";

const CALL = "npm run release --";

const { values } = readArguments({
  call: CALL,
  summary: `writes ${ALL_KINDS} or those that are named, all of an executable that it builds or is given`,
  options: { output: "release", only: ALL_KINDS, executable: "", fast: false },
});

const kinds = chosenKinds();
const missing = missingTools(kinds);
if (missing !== undefined) {
  console.error(`${CALL} ${missing}`);
  process.exit(1);
}
const target = architecture();
const output = resolve(values.output);
const executable = values.executable === "" ? buildExecutable() : resolve(values.executable);
const licences = readFileSync(join(dirname(executable), LICENCES), "utf8");

mkdirSync(output, { recursive: true });
// What is made again must not be there when making it fails. Everything else in the directory stays.
for (const name of [CHECKSUMS, LICENCES, ...[...kinds.values()].map(({ fileName }) => fileName(target))]) {
  rmSync(join(output, name), { force: true });
}
for (const [name, { fileName, make }] of kinds) {
  const start = performance.now();
  make({ executable, licences, file: join(output, fileName(target)), seconds: sourceDate(), isFast: values.fast });
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
writeFileSync(join(output, LICENCES), licences);
writeChecksums(output, fileNames());

/** Ends the process where one is unknown. */
function chosenKinds(): ReadonlyMap<string, Kind> {
  try {
    return kindsOf(values.only);
  } catch (error) {
    return refuse(CALL, error);
  }
}

function buildExecutable(): string {
  run(process.execPath, [join(root, "scripts/executable.ts")], { cwd: root });
  return join(root, "dist/executable/node_exporter-ts");
}
