/** Builds one executable, for the architecture that this runs on, with everything inside: docs/executable.md. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readArguments } from "./arguments.ts";
import { type Bundle, bundleBoot, bundleRoles } from "./executable/bundle.ts";
import { buildExecutable, OPTIONS } from "./executable/build.ts";
import {
  ADDON_ASSET,
  BOOT_ASSET,
  bundleAsset,
  cacheAsset,
  cacheKey,
  LICENCES_ASSET,
} from "./executable/inside/roles.ts";
import { licencesOf } from "./executable/licences.ts";
import { recordRun } from "./executable/record.ts";
import { revision } from "./git.ts";

const { values } = readArguments({
  call: "npm run executable --",
  summary: "builds one executable with everything inside; --bare: without code that V8 has compiled before",
  options: { output: "dist/executable/node_exporter-ts", bare: false },
});
const root = join(import.meta.dirname, "..");
const { output } = values;
const addon = join(root, `node_modules/@koromix/koffi-linux-${process.arch}/linux_${process.arch}/koffi.node`);

rmSync(output, { force: true });
mkdirSync(dirname(output), { recursive: true });
const bundles = await bundleRoles(revision());
const licences = licencesOf(
  bundles.flatMap(({ modules }) => modules),
  // Inside without being modules. The same names for every architecture: a release has one file of terms for all.
  { koffi: "koffi", "Node.js": `node/node_modules/node-linux-${process.arch}` },
);
const code = values.bare ? [] : await compiledCode();
await build(output, false, code);
writeFileSync(join(dirname(output), "LICENCES.txt"), licences);
console.log(`${output}: ${(statSync(output).size / 2 ** 20).toFixed(1)} MiB`);

/** What V8 compiles of the bundles while an executable that is the same otherwise runs. */
async function compiledCode(): Promise<[string, Uint8Array][]> {
  const recorder = `${output}.recorder`;
  try {
    await build(recorder, true, []);
    const recorded = await recordRun(recorder);
    return bundles.flatMap(({ role, sha256 }) => {
      const bytes = recorded.get(role);
      return bytes === undefined ? [] : [[cacheAsset(cacheKey(role, sha256, OPTIONS)), bytes]];
    });
  } finally {
    rmSync(recorder, { force: true });
  }
}

async function build(file: string, records: boolean, code: readonly [string, Uint8Array][]): Promise<void> {
  const boot = await bundleBoot(bundles, records);
  const assets: [string, string | Uint8Array][] = [
    ...bundles.map(({ role, text }: Bundle): [string, string] => [bundleAsset(role), text]),
    ...code,
    [BOOT_ASSET, boot],
    [ADDON_ASSET, readFileSync(addon)],
    [LICENCES_ASSET, licences],
  ];
  buildExecutable(file, boot, new Map(assets));
}
