/** Writes what a release consists of, for the architecture that this runs on: docs/releases.md. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readArguments } from "./arguments.ts";
import { writeChecksums } from "./release/checksums.ts";
import { makeDeb } from "./release/deb.ts";
import { makeImage } from "./release/image.ts";
import type { ReleaseParts } from "./release/parts.ts";
import { root, sourceDate } from "./release/product.ts";
import { makeRpm } from "./release/rpm.ts";
import { makeSbom } from "./release/sbom.ts";
import { makeTarball } from "./release/tarball.ts";
import { run } from "./release/tree.ts";

const MAKERS: Readonly<Record<string, (parts: ReleaseParts) => void>> = {
  tarball: makeTarball,
  deb: makeDeb,
  rpm: makeRpm,
  image: makeImage,
  sbom: makeSbom,
};

const { values } = readArguments({
  call: "npm run release --",
  summary: `writes ${Object.keys(MAKERS).join(", ")} or those that are named, all of an executable that it builds or is given`,
  options: { output: "release", only: Object.keys(MAKERS).join(","), executable: "", fast: false },
});

const output = resolve(values.output);
const executable = values.executable === "" ? buildExecutable() : resolve(values.executable);
const licences = readFileSync(join(dirname(executable), "LICENCES.txt"), "utf8");

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
for (const kind of values.only.split(",")) {
  const make = MAKERS[kind];
  if (make === undefined) throw new Error(`--only: ${kind} is none of ${Object.keys(MAKERS).join(", ")}`);
  const start = performance.now();
  make({ executable, licences, output, seconds: sourceDate(), isFast: values.fast });
  console.log(`${kind}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
writeFileSync(join(output, "LICENCES.txt"), licences);
writeChecksums(output);

function buildExecutable(): string {
  run(process.execPath, [join(root, "scripts/executable.ts")], { cwd: root });
  return join(root, "dist/executable/node_exporter-ts");
}
