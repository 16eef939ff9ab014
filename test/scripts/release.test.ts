/** The files of a release, made of a small program in place of the executable. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { temporaryDirectory } from "../support/clean-up.ts";

const SCRIPT = join(import.meta.dirname, "../../scripts/release.ts");
const { version } = manifest;

const has = (tool: string): boolean => spawnSync(tool, ["--version"]).error === undefined;
const kinds = ["tarball", "sbom", ...(has("dpkg-deb") ? ["deb", "image"] : []), ...(has("rpmbuild") ? ["rpm"] : [])];

let releases: readonly string[];

beforeAll(() => {
  const directory = temporaryDirectory();
  copyFileSync("/bin/echo", join(directory, "program"));
  writeFileSync(join(directory, "LICENCES.txt"), `${"=".repeat(80)}\nkoffi\n${"=".repeat(80)}\n\nterms\n`);
  releases = ["first", "second"].map((name) => {
    const output = join(directory, name);
    const words = ["--fast", `--executable=${directory}/program`, `--only=${kinds.join(",")}`, `--output=${output}`];
    execFileSync(process.execPath, [SCRIPT, ...words], {
      stdio: "ignore",
      env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000" },
    });
    return output;
  });
}, 120_000);

test("two releases of the same executable are the same", () => {
  const [first = "", second = ""] = releases.map((output) => readFileSync(join(output, "sha256sums.txt"), "utf8"));
  expect(first.split("\n")).toHaveLength(kinds.length + 2);
  expect(second).toBe(first);
});

test("the tarball has the layout of node_exporter's", () => {
  const [name, text] = listed(".tar.gz", "tar", "--list", "--file");
  const directory = name.replace(".tar.gz", "");
  expect(directory).toMatch(new RegExp(`^node_exporter-${version}.linux-(amd64|arm64)$`));
  expect(text.split("\n")).toEqual([
    `${directory}/`,
    ...["LICENSE", "NOTICE", "node_exporter"].map((file) => `${directory}/${file}`),
    "",
  ]);
});

test.skipIf(!has("dpkg-deb"))("the .deb takes the place of Debian's package (needs dpkg)", () => {
  const [, fields] = listed(".deb", "dpkg-deb", "--field");
  expect(fields).toMatch(/^Conflicts: prometheus-node-exporter\n/m);
  expect(fields).toMatch(/^Replaces: prometheus-node-exporter\n/m);
  expect(fields).toContain("Provides: prometheus-node-exporter (");
  const [, files] = listed(".deb", "dpkg-deb", "--contents");
  for (const path of [
    "-rwxr-xr-x root/root .* ./usr/bin/prometheus-node-exporter",
    "-rw-r--r-- root/root .* ./lib/systemd/system/prometheus-node-exporter.service",
    "-rw-r--r-- root/root .* ./etc/default/prometheus-node-exporter",
    "drwxr-xr-x root/root .* ./var/lib/prometheus/node-exporter/",
  ]) {
    expect(files).toMatch(new RegExp(`^${path}$`, "m"));
  }
});

test.skipIf(!has("rpmbuild"))("the .rpm has the names of EPEL (needs rpm)", () => {
  const [, files] = listed(".rpm", "rpm", "--query", "--list", "--package");
  expect(files).toContain("/usr/bin/node_exporter\n/usr/lib/systemd/system/node_exporter.service\n");
  const [, configuration] = listed(".rpm", "rpm", "--query", "--configfiles", "--package");
  expect(configuration).toBe("/etc/sysconfig/node_exporter\n");
  for (const directory of ["/var/lib/node_exporter", "/usr/share/licenses/node-exporter-ts"]) {
    // Otherwise it is left when the package is erased.
    expect(files.split("\n")).toContain(directory);
  }
  const [, changes] = listed(".rpm", "rpm", "--query", "--changelog", "--package");
  expect(changes).toMatch(new RegExp(`^\\* Tue Nov 14 2023 .* - ${version}-1\n`));
});

test("the SBOM lists packages, Node.js and what that contains", () => {
  const file = readdirSync(releases[0] ?? "").find((name) => name.endsWith(".cdx.json")) ?? "";
  const bom: { components: { name: string; version: string }[] } = JSON.parse(
    readFileSync(join(releases[0] ?? "", file), "utf8"),
  );
  const versions = new Map(bom.components.map((component) => [component.name, component.version]));
  expect(versions.get("node")).toBe(process.versions.node);
  expect(versions.get("node-openssl")).toBe(process.versions.openssl);
  expect(versions.get("koffi")).toBe(manifest.dependencies.koffi);
  expect(versions.has("vitest")).toBe(false);
});

/** The name of a file in the release, and what a program prints about it. */
function listed(extension: string, program: string, ...words: readonly string[]): readonly [string, string] {
  const [directory = ""] = releases;
  const name = readdirSync(directory).find((file) => file.endsWith(extension)) ?? "";
  return [
    name,
    execFileSync(program, [...words, join(directory, name)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  ];
}
