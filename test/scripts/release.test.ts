/** The files of a release, made of a small program in place of the executable. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { temporaryDirectory } from "../support/clean-up.ts";
import { openImage } from "../support/container.ts";

const SCRIPT = join(import.meta.dirname, "../../scripts/release.ts");
const { version } = manifest;

const has = (tool: string): boolean => spawnSync(tool, ["--version"]).error === undefined;
const kinds = ["tarball", "sbom", ...(has("dpkg-deb") ? ["deb", "image"] : []), ...(has("rpmbuild") ? ["rpm"] : [])];

const ARCHITECTURE = process.arch === "x64" ? "amd64" : "arm64";

const MONITORING = ["cpu-groups.rules.yml", "dashboard.json", "rules.yml"];
const SHARED = ["config.schema.json", ...MONITORING.map((name) => `monitoring/${name}`)].map(
  (name) => `/usr/share/node-exporter-ts/${name}`,
);

let program: string;
let releases: readonly string[];

beforeAll(() => {
  const directory = temporaryDirectory();
  program = join(directory, "program");
  copyFileSync("/bin/echo", program);
  writeFileSync(join(directory, "LICENCES.txt"), `${"=".repeat(80)}\nkoffi\n${"=".repeat(80)}\n\nterms\n`);
  releases = ["first", "second"].map((name) => {
    const output = join(directory, name);
    expect(release(output, kinds.join(","))).toMatchObject({ status: 0 });
    return output;
  });
}, 120_000);

test("two releases of the same executable are the same", () => {
  const [first = "", second = ""] = releases.map((output) => readFileSync(join(output, "sha256sums.txt"), "utf8"));
  expect(first.split("\n")).toHaveLength(kinds.length + 2);
  expect(second).toBe(first);
});

test("a release leaves what others have put into the directory, and files of the other kinds", () => {
  const output = temporaryDirectory();
  mkdirSync(join(output, "directory"));
  const others = ["notes.txt", "directory/notes.txt", `node-exporter-ts_${version}_other.deb`];
  for (const name of others) writeFileSync(join(output, name), "mine");
  release(output, "tarball");
  const sums = readFileSync(join(output, "sha256sums.txt"), "utf8");
  const deb = `node-exporter-ts_${version}_${ARCHITECTURE}.deb`;
  writeFileSync(join(output, deb), "built before");
  expect(release(output, "tarball").status).toBe(0);
  expect(others.map((name) => readFileSync(join(output, name), "utf8"))).toEqual(others.map(() => "mine"));
  expect(readFileSync(join(output, deb), "utf8")).toBe("built before");
  const lines = readFileSync(join(output, "sha256sums.txt"), "utf8").split("\n");
  expect(lines.filter((line) => !sums.split("\n").includes(line))).toEqual([expect.stringMatching(`  ${deb}$`)]);
});

test("a kind that does not exist changes nothing", () => {
  const output = temporaryDirectory();
  release(output, "tarball");
  const before = readdirSync(output);
  const { status, stderr } = release(output, "tarball,msi");
  expect([status, stderr]).toEqual([
    2,
    'npm run release -- --only: "msi" is none of tarball,deb,rpm,image,sbom; try --help\n',
  ]);
  expect(readdirSync(output)).toEqual(before);
});

test("programs that are missing are named before anything is built", () => {
  const output = join(temporaryDirectory(), "release");
  const tools = temporaryDirectory();
  for (const tool of ["dpkg-deb", "gzip", "npm", "tar"]) symlinkSync("/bin/true", join(tools, tool));
  const { status, stderr } = release(output, "tarball,deb,rpm,image,sbom", { PATH: tools });
  expect([status, stderr]).toEqual([
    1,
    "npm run release -- needs rpmbuild, ldd, dpkg (apt-get install rpm libc-bin dpkg); without: --only=tarball,deb,sbom\n",
  ]);
  expect(existsSync(output)).toBe(false);
});

test("the tarball has the layout of node_exporter's", () => {
  const [name, text] = listed(".tar.gz", "tar", "--list", "--file");
  const directory = name.replace(".tar.gz", "");
  expect(directory).toMatch(new RegExp(`^node_exporter-${version}.linux-(amd64|arm64)$`));
  expect(text.split("\n")).toEqual([
    `${directory}/`,
    ...["LICENSE", "NOTICE", "config.schema.json", "debian.yml", "monitoring/"].map((file) => `${directory}/${file}`),
    ...MONITORING.map((file) => `${directory}/monitoring/${file}`),
    `${directory}/node_exporter`,
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
    ...SHARED.map((file) => `-rw-r--r-- root/root .* .${file}`),
  ]) {
    expect(files).toMatch(new RegExp(`^${path}$`, "m"));
  }
});

test.skipIf(!has("rpmbuild"))("the .rpm has the names of EPEL (needs rpm)", () => {
  const [, files] = listed(".rpm", "rpm", "--query", "--list", "--package");
  expect(files).toContain("/usr/bin/node_exporter\n/usr/lib/systemd/system/node_exporter.service\n");
  const [, configuration] = listed(".rpm", "rpm", "--query", "--configfiles", "--package");
  expect(configuration).toBe("/etc/sysconfig/node_exporter\n");
  // Directories that are not listed are left when the package is erased.
  const directories = ["/var/lib/node_exporter", "/usr/share/licenses/node-exporter-ts"];
  directories.push("/usr/share/node-exporter-ts", "/usr/share/node-exporter-ts/monitoring");
  expect(files.split("\n")).toEqual(expect.arrayContaining([...directories, ...SHARED]));
  const [, changes] = listed(".rpm", "rpm", "--query", "--changelog", "--package");
  expect(changes).toMatch(new RegExp(`^\\* Tue Nov 14 2023 .* - ${version}-1\n`));
});

test.skipIf(!has("dpkg-deb"))("every engine finds the same name of the image (needs dpkg)", () => {
  const json = (file: string) => JSON.parse(listed(".oci.tar", "tar", "--extract", "--to-stdout", file, "--file")[1]);
  const name = `node-exporter-ts:${version}`;
  expect(json("index.json").manifests[0].annotations).toEqual({
    "io.containerd.image.name": `docker.io/library/${name}`,
    "org.opencontainers.image.ref.name": name,
  });
  expect(json("manifest.json")[0].RepoTags).toEqual([name]);
});

test.skipIf(!has("dpkg-deb"))("/var/run leads to /run in the image (needs dpkg)", () => {
  const [name] = listed(".oci.tar", "tar", "--list", "--file");
  const { root } = openImage(join(releases[0] ?? "", name));
  expect(readlinkSync(join(root, "var/run"))).toBe("/run");
  expect(statSync(join(root, "run")).isDirectory()).toBe(true);
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

/** Makes these kinds of files of the program, in a directory. */
function release(output: string, only: string, env: NodeJS.ProcessEnv = {}) {
  const words = ["--fast", `--executable=${program}`, `--only=${only}`, `--output=${output}`];
  return spawnSync(process.execPath, [SCRIPT, ...words], {
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000", ...env },
  });
}

/** The name of a file in the release, and what a program prints about it. */
function listed(extension: string, program: string, ...words: readonly string[]): readonly [string, string] {
  const [directory = ""] = releases;
  const name = readdirSync(directory).find((file) => file.endsWith(extension)) ?? "";
  return [
    name,
    execFileSync(program, [...words, join(directory, name)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  ];
}
