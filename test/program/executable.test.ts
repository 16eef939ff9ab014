/** The single executable, against the program under test. */
import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { hashSync } from "bcryptjs";
import { beforeAll, expect, test } from "vitest";
import { revision } from "../../scripts/git.ts";
import { startSecure } from "../reliability/support/secure.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { bareRoot, executable } from "../support/executable.ts";
import { asNobody } from "../support/as-nobody.ts";
import { hangingFile } from "../support/fifo.ts";
import { type Program, programFile, runProgram, startProgram } from "../support/program.ts";
import { samplesOf } from "../support/samples.ts";
import { hostTree } from "../support/tree.ts";
import { until } from "../support/until.ts";

const isRoot = process.getuid?.() === 0;
const hasOpenssl = spawnSync("openssl", ["version"]).error === undefined;
const run = promisify(execFile);

const CACHE_USED = "code cache of the worker: used";

let file = "";

beforeAll(() => {
  file = executable();
}, 300_000);

test("every collector succeeds that succeeds in the program under test", async () => {
  const [own, other] = [await startProgram([], { file }), await startProgram()];
  expect(await succeeded(own)).toEqual(await succeeded(other));
});

test("V8 accepts the stored code in the main thread, and in every worker, also in one that starts late", async () => {
  const { stdout } = await runProgram(["--version"], { file });
  expect(stdout).toMatch(/^  code cache: +used \(main\), used \(worker\)$/m);
  const { procfs } = hostTree({ "proc/net/softnet_stat": "", "proc/loadavg": "0.1 0.2 0.3 1/100 1000\n" });
  const flags = ["--collector.disable-defaults", "--collector.softnet", "--collector.loadavg", "--log.level=debug"];
  const program = await startProgram([...flags, `--path.procfs=${procfs}`], { file });
  const used = (): number => program.lines.filter((line) => line.includes(CACHE_USED)).length;
  await until(() => used() === 1);
  const hang = hangingFile(join(procfs, "net/softnet_stat"));
  await program.get("/metrics", { timeout: 1 });
  await program.get("/metrics", { timeout: 1 });
  await until(() => used() === 2);
  hang.release();
});

test.skipIf(revision() === "")("what is built names its commit (skipped outside of a repository)", async () => {
  const built = [file, ...(programFile.endsWith(".js") ? [programFile] : [])];
  for (const each of built) {
    const { stdout } = await runProgram(["--version"], { file: each });
    expect(stdout).toMatch(/^node\S+, version \S+ \(branch: , revision: [0-9a-f]{40}\)$/m);
  }
});

test.each([[["--help"]], [["compare", "--help"]], [["lint-textfile", "--help"]]])(
  "%j prints what the program under test prints",
  async (words) => {
    const [own, other] = [await runProgram(words, { file }), await runProgram(words)];
    expect(own.stdout.replaceAll("node_exporter-ts", "node-exporter-ts")).toBe(
      other.stdout.replaceAll("cli.ts", "node-exporter-ts"),
    );
    expect([own.code, own.stderr]).toEqual([0, ""]);
  },
);

test("commands run", async () => {
  const textfile = join(temporaryDirectory(), "a.prom");
  writeFileSync(textfile, "a{ 1\n");
  const { code, stdout } = await runProgram(["lint-textfile", textfile], { file });
  expect([code, stdout]).toEqual([1, expect.stringContaining(`${textfile}:1: `)]);
  const { port } = await startProgram([], { file });
  const compared = await runProgram(["compare", `http://127.0.0.1:${port}/metrics`], { file });
  expect([compared.code, compared.stdout]).toEqual([0, expect.stringContaining("Nothing is missing.")]);
});

test("NODE_OPTIONS changes nothing", async () => {
  const env = { NODE_OPTIONS: "--require=/does/not/exist --inspect=0" };
  const { code, stderr } = await runProgram(["--version"], { file, env });
  expect([code, stderr]).toEqual([0, ""]);
});

test.skipIf(!hasOpenssl)("serves over TLS with basic authentication (needs openssl)", async () => {
  const program = await startSecure(`basic_auth_users:\n  alice: ${hashSync("secret", 4)}\n`, { file });
  expect([await program.get("alice:secret"), await program.get("alice:other"), await program.get()]).toEqual([
    200, 401, 401,
  ]);
});

test.skipIf(!isRoot)(
  "alone in a read-only root with libraries, unprivileged, nothing to execute (needs root)",
  async () => {
    const own = await startProgram(["--log.level=debug"], { file, wrapper: bareRoot(file), cwd: "/" });
    const other = await startProgram([], { wrapper: asNobody() });
    expect(await succeeded(own)).toEqual(await succeeded(other));
    expect(own.lines.join("\n")).toContain(CACHE_USED);
    expect(own.lines.join("\n")).not.toContain("koffi");
  },
);

test("without koffi's addon, one warning, and all that needs no system call of it", async () => {
  // Nothing can be written to the file in memory.
  const own = await startProgram([], { file, wrapper: ["prlimit", "--fsize=0"] });
  const expected = (await succeeded(await startProgram())).filter((name) => name !== "timex");
  expect(await succeeded(own)).toEqual(expected);
  expect(own.lines.filter((line) => line.includes("koffi cannot be loaded"))).toHaveLength(1);
});

test.skipIf(!isRoot)("a mount that hangs costs its own values only (needs root)", async () => {
  const command = join(import.meta.dirname, "../reliability/command.ts");
  const { stdout } = await run(process.execPath, [command, `--program=${file}`, "--only=F1"]);
  expect(stdout).toMatch(/^1 passed, 0 failed|0 passed, 0 failed, 1 skipped/m);
});

async function succeeded(program: Program): Promise<readonly string[]> {
  const { body } = await program.get();
  return samplesOf(body, /^node_scrape_collector_success\{.* 1$/).map((line) => /"(\w+)"/.exec(line)?.[1] ?? "");
}
