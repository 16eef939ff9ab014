/** What the scripts of packages print about overrides of the unit that the program cannot run with. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot, packageRootObstacle } from "../support/package-root.ts";

const scripts = join(import.meta.dirname, "../../deploy/packages");
const obstacle = packageRootObstacle();

const UNITS = [
  ["debian.postinst", "configure", "prometheus-node-exporter.service"],
  ["rpm.posttrans", "1", "node_exporter.service"],
] as const;

test.skipIf(obstacle !== undefined).each(UNITS)(
  `%s %s names a unit that forbids to write code (${obstacle ?? "chroot"})`,
  (script, argument, unit) => {
    const warning = `node-exporter-ts: ${unit} has MemoryDenyWriteExecute=yes, with which the program cannot start: set it to no ('systemctl cat ${unit}' shows where it is set)\n`;
    expect(printed(script, argument, { isBooted: true, property: "yes" })).toEqual([0, warning]);
    expect(printed(script, argument, { isBooted: true, property: "no" })).toEqual([0, ""]);
    expect(printed(script, argument, { isBooted: false, property: "yes" })).toEqual([0, ""]);
  },
);

/** The status of a script and its standard error, where systemctl shows the property with this value. */
function printed(script: string, argument: string, host: { readonly isBooted: boolean; readonly property: string }) {
  const root = packageRoot(host);
  root.write("properties", `MemoryDenyWriteExecute=${host.property}\n`);
  root.write("script", readFileSync(join(scripts, script), "utf8"));
  const { status, stderr } = spawnSync("chroot", [root.directory, "/bin/sh", "/script", argument], {
    encoding: "utf8",
  });
  return [status, stderr];
}
