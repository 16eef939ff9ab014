/** The files of a release that two architectures have made, of a small program in place of the executable. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../support/clean-up.ts";
import { executable } from "../support/executable.ts";

const scripts = join(import.meta.dirname, "../../scripts");

let directories: readonly [string, string];

beforeEach(() => {
  const directory = temporaryDirectory();
  directories = [join(directory, "one"), join(directory, "two")];
  copyFileSync("/bin/echo", join(directory, "program"));
  writeFileSync(join(directory, "LICENCES.txt"), "terms\n");
  const words = ["--fast", "--only=tarball", `--executable=${directory}/program`, `--output=${directories[0]}`];
  execFileSync(process.execPath, [join(scripts, "release.ts"), ...words], { stdio: "ignore" });
  const [one, two] = directories;
  cpSync(one, two, { recursive: true });
  const name = tarballIn(two);
  renameSync(join(two, name), join(two, ofOther(name)));
}, 60_000);

test("the checksums of a joined release are those of all architectures", () => {
  const [one, two] = directories;
  const { status, output } = joined();
  const tarballs = [one, two].map((directory) => tarballIn(directory));
  expect([status, readdirSync(output).toSorted()]).toEqual([
    0,
    ["LICENCES.txt", ...tarballs, "sha256sums.txt"].toSorted(),
  ]);
  const { stdout } = spawnSync("sha256sum", ["--check", "sha256sums.txt"], { cwd: output, encoding: "utf8" });
  expect(stdout.split("\n").toSorted()).toEqual(
    ["", ...["LICENCES.txt", ...tarballs].map((name) => `${name}: OK`)].toSorted(),
  );
});

test("what differs under the same name is not joined", () => {
  const [one, two] = directories;
  writeFileSync(join(two, "LICENCES.txt"), "other terms\n");
  const { status, stderr, output } = joined();
  expect([status, stderr]).toEqual([
    2,
    `npm run release:join -- ${one}/LICENCES.txt and ${two}/LICENCES.txt differ; try --help\n`,
  ]);
  expect(existsSync(output)).toBe(false);
});

test("the terms of the executable are the same for every architecture", () => {
  const terms = readFileSync(join(dirname(executable()), "LICENCES.txt"), "utf8");
  const names = [...terms.matchAll(/^=+\n(.+)\n=+$/gm)].map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(["Node.js", "koffi"]));
  expect(names.filter((name) => /x64|arm64/.test(name ?? ""))).toEqual([]);
});

test("a directory without a release is named", () => {
  const empty = temporaryDirectory();
  directories = [directories[0], empty];
  const { status, stderr } = joined();
  expect([status, stderr]).toEqual([
    2,
    `npm run release:join -- ${empty} has no files of a release of this version; try --help\n`,
  ]);
});

function tarballIn(directory: string): string {
  return readdirSync(directory).find((name) => name.endsWith(".tar.gz")) ?? "";
}

function joined() {
  const output = join(temporaryDirectory(), "joined");
  const words = [join(scripts, "join-release.ts"), ...directories, `--output=${output}`];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return { status, stderr, output };
}

function ofOther(name: string): string {
  return name.includes("amd64") ? name.replace("amd64", "arm64") : name.replace("arm64", "amd64");
}
