import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../row.ts";
import { asNobody } from "../../support/as-nobody.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { runProgram, startProgram } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { assertOthers, good, percentile } from "../support/scrape.ts";
import { slowTree } from "../../support/slow-tree.ts";

export const procRows: readonly Row[] = [
  { id: "P1", what: "processes appear and disappear", run: processChurn },
  {
    id: "P2",
    what: "hidepid=2, as nobody",
    namespaces: "mounts",
    only: "root",
    run: hiddenProcesses,
    tests: [{ file: "collectors/processes.test.ts", name: /hidden/ }],
  },
  {
    id: "P3",
    what: "damaged files for every collector",
    run: damagedFiles,
    tests: [{ file: "fuzz/collectors.test.ts" }],
  },
  { id: "P4", what: "--path.procfs is missing", run: missingProcfs },
  {
    id: "P5",
    what: "odd process names",
    run: oddNames,
    tests: [{ file: "collectors/parsers/procfs/pid_stat.test.ts" }],
  },
  { id: "P6", what: "a kernel without PSI, schedstat, conntrack", run: leanKernel },
];

async function processChurn(): Promise<string> {
  const program = await startProgram(["--collector.processes"]);
  const before = await good(program);
  const churn = spawn("sh", ["-c", "while :; do for i in 1 2 3 4 5 6 7 8; do (exit) & done; wait; done"], {
    stdio: "ignore",
  });
  cleanUp(() => void churn.kill("SIGKILL"));
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const answer = await good(program);
    assertOthers(before, answer);
    times.push(answer.milliseconds);
  }
  churn.kill("SIGKILL");
  return `200 of 200 scrapes ok, median ${percentile(times, 0.5)} ms`;
}

async function hiddenProcesses(): Promise<string> {
  execFileSync("mount", ["-o", "remount,hidepid=2", "/proc"]);
  const drop = asNobody("--bounding-set=-all", "--inh-caps=-all");
  const program = await startProgram(["--collector.processes"], { wrapper: drop, cwd: "/" });
  const answer = await good(program);
  for (let i = 0; i < 5; i++) await good(program);
  assert.equal(answer.success.get("filesystem"), 1);
  assert.match(answer.body, /^node_filesystem_size_bytes\{/m);
  const warnings = program.lines.filter((line) => /level=WARN .*collector=processes/.test(line));
  assert.equal(warnings.length, 1, warnings.join("\n"));
  return `warned once, mounts of its own process shown, ${valueOf(answer.body, "node_processes_pids")} processes seen`;
}

/** Each file of a small procfs is cut, emptied and overwritten in turn; the others' collectors go on. */
async function damagedFiles(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram(tree.flags);
  const before = await good(program);
  const files = ["stat", "meminfo", "vmstat", "loadavg", "diskstats", "net/sockstat", "net/softnet_stat", "net/snmp"];
  const damages = ["", "\0\0\0", "garbage\n", "99999999999999999999999999 ".repeat(20), "cpu0 -1\nMemTotal: x kB\n"];
  let failed = 0;
  for (const file of files) {
    for (const damage of damages) {
      writeFileSync(join(tree.procfs, file), damage);
      const answer = await good(program);
      const affected = [...before.success]
        .filter(([name, ok]) => answer.success.get(name) !== ok)
        .map(([name]) => name);
      assert.ok(affected.length <= 2, `${file}: ${affected.join(" ")}`);
      failed += affected.length;
    }
    writeFileSync(join(tree.procfs, file), execFileSync("cat", [`/proc/${file}`]));
  }
  assertOthers(before, await good(program));
  return `${files.length * damages.length} damages, ${failed} failures of their own collectors only`;
}

async function missingProcfs(): Promise<string> {
  const { code, stderr } = await runProgram(["--path.procfs=/nonexistent", "--web.listen-address=127.0.0.1:0"]);
  assert.equal(code, 1);
  assert.match(stderr, /path\.procfs/);
  assert.doesNotMatch(stderr, /^\s+at /m);
  return stderr.trimEnd().split("\n").at(-1) ?? "";
}

async function oddNames(): Promise<string> {
  for (const name of [String.raw`a) (\nb`, String.raw`\377\376) R 1`, ") Z 1 1"]) {
    const command = `printf '${name}' >/proc/$$/comm; echo named; read -r _`;
    const child = spawn("bash", ["-c", command], { stdio: ["pipe", "pipe", "ignore"] });
    cleanUp(() => void child.kill("SIGKILL"));
    await once(child.stdout, "data");
  }
  const program = await startProgram(["--collector.processes"]);
  const { body, success } = await good(program);
  assert.equal(success.get("processes"), 1);
  const states = [...body.matchAll(/^node_processes_state\{state="([^"]*)"\}/gm)].map(([, state]) => state);
  assert.ok(
    states.every((state) => /^[A-Za-z]$/.test(state ?? "")),
    states.join(" "),
  );
  return `states ${states.join(" ")}`;
}

async function leanKernel(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram([...tree.flags, "--log.level=debug"]);
  const first = await good(program);
  for (const name of ["pressure", "schedstat", "conntrack"]) assert.equal(first.success.get(name), 0, name);
  for (let i = 0; i < 20; i++) await good(program);
  for (const name of ["pressure", "schedstat", "conntrack"]) {
    const lines = program.lines.filter(
      (line) => line.includes(`collector=${name}`) && !line.includes("enabled collector"),
    );
    assert.ok(lines.length <= 1, lines.join("\n"));
    assert.ok(
      lines.every((line) => line.includes("level=DEBUG")),
      lines.join("\n"),
    );
  }
  return "success 0, a debug line each";
}
