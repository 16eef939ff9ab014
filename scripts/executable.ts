/** Builds one executable, for the architecture that this runs on, with everything inside: docs/executable.md. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "./arguments.ts";
import { bundleBoot, bundleRoles } from "./executable/bundle.ts";
import { buildExecutable } from "./executable/build.ts";
import { ADDON_ASSET, BOOT_ASSET, bundleAsset } from "./executable/inside/roles.ts";

const { values } = readArguments({
  call: "npm run executable --",
  summary: "builds dist/executable/node_exporter-ts",
  options: { output: "" },
});
const root = join(import.meta.dirname, "..");
const output = values.output === "" ? join(root, "dist/executable/node_exporter-ts") : values.output;
const addon = join(root, `node_modules/@koromix/koffi-linux-${process.arch}/linux_${process.arch}/koffi.node`);

rmSync(output, { force: true });
mkdirSync(join(output, ".."), { recursive: true });
const bundles = await bundleRoles(revision());
const boot = await bundleBoot(bundles, false);
buildExecutable(
  output,
  boot,
  new Map<string, string | Uint8Array>([
    ...bundles.map(({ role, text }): [string, string] => [bundleAsset(role), text]),
    [BOOT_ASSET, boot],
    [ADDON_ASSET, readFileSync(addon)],
  ]),
);
console.log(`${output}: ${(statSync(output).size / 2 ** 20).toFixed(1)} MiB`);

function revision(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    // Not a repository, or no git.
    return "";
  }
}
