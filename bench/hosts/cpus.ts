import { counterAt } from "./numbers.ts";
import type { Tree } from "./tree.ts";

const CPU = "sys/devices/system/cpu";
const CORES_PER_PACKAGE = 64;
const THREADS_PER_CORE = 2;
const CPUS_PER_NODE = CORES_PER_PACKAGE * THREADS_PER_CORE;

/** A host with this many CPUs in packages of 64 cores with two threads each, which are NUMA nodes, too; times and counters grow with the state. */
export function writeCpus(tree: Tree, count: number, state: number): void {
  tree.file("proc/stat", procStat(count, state));
  tree.file("proc/cpuinfo", repeat(count, cpuinfo));
  tree.file("proc/schedstat", schedstat(count, state));
  tree.file(
    "proc/net/softnet_stat",
    repeat(count, (cpu) => softnet(cpu, state)),
  );
  tree.constant(`${CPU}/online`, `0-${count - 1}\n`);
  tree.constant(`${CPU}/possible`, `0-${count - 1}\n`);
  tree.constant(`${CPU}/present`, `0-${count - 1}\n`);
  tree.constant(`${CPU}/offline`, "\n");
  tree.constant(`${CPU}/isolated`, "\n");
  for (let cpu = 0; cpu < count; cpu++) writeCpu(tree, cpu, state);
  for (let first = 0; first < count; first += CPUS_PER_NODE) {
    const last = Math.min(first + CPUS_PER_NODE, count) - 1;
    tree.constant(`sys/devices/system/node/node${first / CPUS_PER_NODE}/cpulist`, `${first}-${last}\n`);
  }
}

/** /proc/interrupts with this many numbered lines; a third of the counts grows with the state. */
export function writeInterrupts(tree: Tree, cpus: number, lines: number, state: number): void {
  const header = `           ${repeat(cpus, (cpu) => `CPU${cpu}`.padEnd(11))}\n`;
  const rows = Array.from({ length: lines }, (_, line) => {
    const counts = repeat(cpus, (cpu) =>
      String(interruptCount(line, cpu, state))
        .padStart(10)
        .padEnd(11),
    );
    return `${String(line).padStart(4)}: ${counts} IR-PCI-MSIX-0000:${line % 90}:00.0  ${line}-edge      nvme${line % 24}q${line % 128}\n`;
  });
  const nmi = ` NMI: ${repeat(cpus, (cpu) => String(counterAt(cpu, 3)).padStart(10).padEnd(11))}  Non-maskable interrupts\n`;
  tree.file("proc/interrupts", header + rows.join("") + nmi);
}

/** Two thirds of the pairs never meet, as with the queues of disks and network cards. */
function interruptCount(line: number, cpu: number, state: number): number {
  const place = line * 4096 + cpu;
  return place % 3 === 0 ? counterAt(place) + state : 0;
}

function procStat(count: number, state: number): string {
  const times = (cpu: number) =>
    Array.from({ length: 10 }, (_, mode) => (mode > 5 ? 0 : counterAt(cpu * 10 + mode) + state)).join(" ");
  const interrupts = Array.from({ length: 500 }, (_, line) => counterAt(line, 5)).join(" ");
  const cpus = repeat(count, (cpu) => `cpu${cpu} ${times(cpu)}\n`);
  return `cpu  ${times(9999)}\n${cpus}intr 914384${state} ${interrupts}\nctxt 231${state}\nbtime 1700000000\nprocesses 4711${state}\nprocs_running 3\nprocs_blocked 0\nsoftirq 99${state} 0 1 2 3 4 5 6 7 8 9\n`;
}

function cpuinfo(cpu: number): string {
  return [
    `processor\t: ${cpu}`,
    "vendor_id\t: AuthenticAMD",
    "cpu family\t: 25",
    "model\t\t: 17",
    "model name\t: Synthetic 64-Core Processor",
    "stepping\t: 1",
    "microcode\t: 0xa101144",
    `cpu MHz\t\t: ${(1500 + (counterAt(cpu, 3) % 1000)).toFixed(3)}`,
    "cache size\t: 1024 KB",
    `physical id\t: ${packageOf(cpu)}`,
    `siblings\t: ${CORES_PER_PACKAGE * THREADS_PER_CORE}`,
    `core id\t\t: ${coreOf(cpu)}`,
    `cpu cores\t: ${CORES_PER_PACKAGE}`,
    "flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht",
    "bugs\t\t: sysret_ss_attrs spectre_v1 spectre_v2 spec_store_bypass",
    "bogomips\t: 4800.00",
    "\n",
  ].join("\n");
}

function schedstat(count: number, state: number): string {
  const cpus = repeat(count, (cpu) => {
    const [running, waiting] = [counterAt(cpu) * 1000 + state, counterAt(cpu + 7) * 100 + state];
    const balance = Array.from({ length: 36 }, (_, i) => counterAt(cpu * 36 + i, 4)).join(" ");
    return `cpu${cpu} 0 0 0 0 0 0 ${running} ${waiting} ${counterAt(cpu, 6) + state}\ndomain0 ${"f".repeat(16)} ${balance}\n`;
  });
  return `version 15\ntimestamp 43${state}\n${cpus}`;
}

function softnet(cpu: number, state: number): string {
  const columns = [counterAt(cpu) + state, 0, counterAt(cpu, 2), 0, 0, 0, 0, 0, 0, 0, 0, 0, cpu, 0, 0];
  return `${columns.map(hex).join(" ")}\n`;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

function writeCpu(tree: Tree, cpu: number, state: number): void {
  const policy = `${CPU}/cpufreq/policy${cpu}`;
  const frequencies: Readonly<Record<string, string>> = {
    affected_cpus: String(cpu),
    cpuinfo_max_freq: "3700000",
    cpuinfo_min_freq: "1500000",
    cpuinfo_transition_latency: "0",
    related_cpus: String(cpu),
    scaling_available_governors: "conservative ondemand userspace powersave performance schedutil",
    scaling_cur_freq: String(1_500_000 + ((counterAt(cpu) + state * 1000) % 2_000_000)),
    scaling_driver: "acpi-cpufreq",
    scaling_governor: "schedutil",
    scaling_max_freq: "3700000",
    scaling_min_freq: "1500000",
    scaling_setspeed: "<unsupported>",
  };
  for (const [name, content] of Object.entries(frequencies)) tree.file(`${policy}/${name}`, `${content}\n`);
  tree.symlink(`${CPU}/cpu${cpu}/cpufreq`, `../cpufreq/policy${cpu}`);
  tree.constant(`${CPU}/cpu${cpu}/topology/physical_package_id`, `${packageOf(cpu)}\n`);
  tree.constant(`${CPU}/cpu${cpu}/topology/core_id`, `${coreOf(cpu)}\n`);
  tree.constant(`${CPU}/cpu${cpu}/thermal_throttle/core_throttle_count`, `${counterAt(coreOf(cpu), 2)}\n`);
  tree.constant(`${CPU}/cpu${cpu}/thermal_throttle/package_throttle_count`, `${counterAt(packageOf(cpu), 2)}\n`);
  if (cpu > 0) tree.constant(`${CPU}/cpu${cpu}/online`, "1\n");
}

function packageOf(cpu: number): number {
  return Math.floor(cpu / (CORES_PER_PACKAGE * THREADS_PER_CORE));
}

function coreOf(cpu: number): number {
  return Math.floor(cpu / THREADS_PER_CORE) % CORES_PER_PACKAGE;
}

function repeat(count: number, text: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => text(i)).join("");
}
