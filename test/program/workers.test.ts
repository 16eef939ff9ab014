import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { samplesOf, valueOf } from "../support/samples.ts";
import { startProgram } from "../support/program.ts";
import { hostTree } from "../support/tree.ts";

const PROCESSES = 40;

/** Open files of a process, and files of the kernel of which there are more than it may keep. */
const LIMIT = 80;
const SYSCTLS = "/proc/sys/vm";

test("several workers divide what one would do, and show the same", async () => {
  const stat = `1 (a) S ${"0 ".repeat(16)}1 0 0 0\n`;
  const processes = Array.from({ length: PROCESSES }, (_, i) => [`proc/${i + 1}/stat`, stat] as const);
  const { procfs } = hostTree({
    ...Object.fromEntries(processes),
    "proc/loadavg": "0.25 0.50 0.75 1/100 4242\n",
    "proc/sys/kernel/threads-max": "7801\n",
    "proc/sys/kernel/pid_max": "32768\n",
  });
  const scrape = async (workers: number, query: string) => {
    const program = await startProgram([
      "--collector.disable-defaults",
      "--collector.processes",
      "--collector.loadavg",
      `--path.procfs=${procfs}`,
      `--runtime.gomaxprocs=${workers}`,
    ]);
    const { body } = await program.get(`/metrics${query}`);
    return samplesOf(body).filter((line) => /^node_(?:processes|load|scrape_collector_success)/.test(line));
  };
  const whole = await scrape(1, "");
  expect(whole).toContain(`node_processes_pids ${PROCESSES}`);
  expect(whole).toContain('node_scrape_collector_success{collector="processes"} 1');
  expect(await scrape(3, "")).toEqual(whole);
  expect(await scrape(3, "?collect[]=processes")).toEqual(whole.filter((line) => !/load/.test(line)));
});

test("a worker keeps a quarter of the descriptors that the process may have, and reads the other files all the same", async () => {
  const sysctls = readdirSync(SYSCTLS).filter((name) => isNumber(`${SYSCTLS}/${name}`));
  expect(sysctls.length).toBeGreaterThan(LIMIT / 4);
  const program = await startProgram(
    [
      "--collector.disable-defaults",
      "--collector.sysctl",
      ...sysctls.map((name) => `--collector.sysctl.include=vm.${name}`),
      "--runtime.gomaxprocs=1",
      "--web.exporter-metrics=full",
    ],
    { wrapper: ["prlimit", `--nofile=${LIMIT}:${LIMIT}`] },
  );
  for (let i = 0; i < 2; i++)
    expect(samplesOf((await program.get()).body, /^node_sysctl_vm_/)).toHaveLength(sysctls.length);
  const { body } = await program.get();
  expect(valueOf(body, 'node_exporter_worker_kept_descriptors{worker="0"}')).toBe(LIMIT / 4);
});

function isNumber(path: string): boolean {
  try {
    return /^\d+\n$/.test(readFileSync(path, "latin1"));
  } catch {
    // Some are for writing, or for root.
    return false;
  }
}
