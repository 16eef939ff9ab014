/** What the role prometheus.prometheus.node_exporter does with a release and the variables of docs/migrate.md. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { sha256 } from "../../scripts/release/checksums.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { executable } from "../support/executable.ts";
import { startProgram } from "../support/program.ts";

const root = join(import.meta.dirname, "../..");

/** A line of the checksums as the role reads it. */
const CHECKSUM = /^([a-fA-F0-9]+)\s+(.+)$/gm;

interface Variables {
  readonly node_exporter_version: string;
  readonly node_exporter_binary_url: string;
  readonly node_exporter_checksums_url: string;
}

test("the role finds, checks and unpacks the program, reads its version and starts it", async () => {
  const variables = documented();
  const server = release();
  const archive = join(server, basename(variables.node_exporter_binary_url));
  const checksums = readFileSync(join(server, basename(variables.node_exporter_checksums_url)), "utf8");
  const expected = new Map([...checksums.matchAll(CHECKSUM)].map(([, sum = "", name = ""]) => [name, sum]));
  expect(sha256(readFileSync(archive))).toBe(expected.get(basename(archive)));

  const file = installed(archive);
  const [first = ""] = execFileSync(file, ["--version"], { encoding: "utf8" }).split("\n");
  expect(first.split(" ")[2]).toBe(variables.node_exporter_version);
  // Earlier ones get other names of flags.
  expect(variables.node_exporter_version.localeCompare("1.5.0", "en", { numeric: true })).toBe(1);

  const textfiles = temporaryDirectory();
  const flags = ["--collector.systemd", "--collector.textfile", `--collector.textfile.directory=${textfiles}`];
  const addresses = ["--web.listen-address=127.0.0.1:0", "--web.listen-address=127.0.0.1:0"];
  const { get, ports } = await startProgram([...flags, ...addresses, "--web.telemetry-path=/metrics"], { file });
  expect([(await get()).status, ports.length]).toEqual([200, 2]);
});

/** The variables that the page has for the role. */
function documented(): Variables {
  const page = readFileSync(join(root, "docs/migrate.md"), "utf8");
  const [, block = ""] = /```yaml\n(node_exporter_version:.*?)```/s.exec(page) ?? [];
  return parse(block);
}

/** A directory with the files of a release that the role asks for. */
function release(): string {
  const output = join(temporaryDirectory(), "release");
  const words = ["--only=tarball", "--fast", `--executable=${executable()}`, `--output=${output}`];
  execFileSync(process.execPath, [join(root, "scripts/release.ts"), ...words], { stdio: "ignore" });
  return output;
}

/** The file `node_exporter` out of an archive, without the archive's own directory, copied to where programs are. */
function installed(archive: string): string {
  const [cache, programs] = ["cache", "bin"].map((name) => join(temporaryDirectory(), name)) as [string, string];
  mkdirSync(cache);
  mkdirSync(programs);
  execFileSync("tar", ["--extract", "--strip-components=1", `--file=${archive}`, `--directory=${cache}`]);
  const file = join(programs, "node_exporter");
  copyFileSync(join(cache, "node_exporter"), file);
  return file;
}
