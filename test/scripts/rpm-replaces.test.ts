/** What rpm makes of the unit when the .rpm takes the place of another package, whose script disables and stops it. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { temporaryDirectory } from "../support/clean-up.ts";
import { type PackageRoot, packageRoot, packageRootObstacle, type UnitState } from "../support/package-root.ts";

const SCRIPT = join(import.meta.dirname, "../../scripts/release.ts");
const OTHER = join(import.meta.dirname, "../packages/other.spec");
const SERVICE = "node_exporter.service";

const obstacle = packageRootObstacle("rpm", "rpmbuild");
const RUNS: UnitState = { isEnabled: true, isActive: true };
const RESTS: UnitState = { isEnabled: false, isActive: false };

let ours: string;
let other: string;

beforeAll(() => {
  if (obstacle !== undefined) return;
  const directory = temporaryDirectory();
  copyFileSync("/bin/echo", join(directory, "program"));
  writeFileSync(join(directory, "LICENCES.txt"), "terms\n");
  const words = ["--only=rpm", "--fast", `--executable=${directory}/program`, `--output=${directory}/release`];
  execFileSync(process.execPath, [SCRIPT, ...words], { stdio: "ignore" });
  [ours = ""] = globSync(join(directory, "release/*.rpm"));
  const macros = ["_topdir", "_rpmdir"].flatMap((macro) => ["--define", `${macro} ${directory}/other`]);
  execFileSync("rpmbuild", ["-bb", "--quiet", ...macros, OTHER], { stdio: "ignore" });
  [other = ""] = globSync(join(directory, "other/noarch/*.rpm"));
}, 120_000);

test.skipIf(obstacle !== undefined).each<[string, UnitState]>([
  ["runs and is enabled", RUNS],
  ["is enabled and was stopped", { isEnabled: true, isActive: false }],
  ["runs and is disabled", { isEnabled: false, isActive: true }],
  ["is disabled, whatever presets say", RESTS],
])(`a unit that %s stays so (${obstacle ?? "rpm"})`, (_, state) => {
  const root = replaced({ isBooted: true }, state);
  const calls = root.calls();
  expect(root.stateOf(SERVICE)).toEqual(state);
  expect(calls.some((call) => call.includes(" preset "))).toBe(false);
  expect(noted(root)).toBe(false);
});

test.skipIf(obstacle !== undefined)(
  `the unit is put back after the other package is erased (${obstacle ?? "rpm"})`,
  () => {
    const calls = replaced({ isBooted: true }, RUNS).calls();
    const order = [`--no-reload disable --now ${SERVICE}`, "daemon-reload", `enable ${SERVICE}`, `start ${SERVICE}`];
    expect(calls.filter((call) => order.includes(call))).toEqual(order);
  },
);

test.skipIf(obstacle !== undefined)(`nothing is started in a root that is not booted (${obstacle ?? "rpm"})`, () => {
  const root = replaced({ isBooted: false }, RUNS);
  expect(root.stateOf(SERVICE)).toEqual({ isEnabled: true, isActive: false });
});

test.skipIf(obstacle !== undefined).each([true, false])(
  `where no other package was, presets decide: %s (${obstacle ?? "rpm"})`,
  (isEnabled) => {
    const root = packageRoot({ isBooted: true });
    if (isEnabled) root.write("preset", "");
    rpm(root, "--install", ours);
    expect(root.stateOf(SERVICE)).toEqual({ isEnabled, isActive: false });
    expect(noted(root)).toBe(false);
  },
);

test.skipIf(obstacle !== undefined)(`an upgrade leaves a unit disabled and restarts it (${obstacle ?? "rpm"})`, () => {
  const root = packageRoot({ isBooted: true });
  rpm(root, "--install", ours);
  const before = root.calls().length;
  root.write("preset", "");
  rpm(root, "--upgrade", "--replacepkgs", ours);
  expect(root.stateOf(SERVICE)).toEqual(RESTS);
  expect(root.calls().slice(before)).toContain(`try-restart ${SERVICE}`);
});

/** A root in which the other package was installed and then replaced, with presets that enable everything. */
function replaced(options: { readonly isBooted: boolean }, state: UnitState): PackageRoot {
  const root = packageRoot(options);
  rpm(root, "--install", other);
  root.set(SERVICE, state);
  root.write("calls", "");
  root.write("preset", "");
  rpm(root, "--upgrade", ours);
  return root;
}

function rpm({ directory }: PackageRoot, ...words: readonly string[]): void {
  execFileSync("rpm", [`--root=${directory}`, "--define=_dbpath /var/lib/rpm", "--nodeps", ...words], {
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function noted({ directory }: PackageRoot): boolean {
  return existsSync(join(directory, "var/lib/rpm-state/node-exporter-ts"));
}
