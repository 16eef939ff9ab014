import { CPU_FREQUENCY, CPU_FREQUENCY_HELP } from "./cpu/frequency.ts";
import { defineCollector, type Emit } from "./define.ts";
import { eachDevice } from "./each-device.ts";
import { ParseError } from "./errors.ts";
import { gauge, type Family } from "./family.ts";
import type { Directory, Tolerated, Tree } from "./host.ts";
import { requireDirectory } from "./mount-point.ts";
import { CPU_ROOT, cpuDirectories, cpuSetWatch } from "./sysfs/cpu_directories.ts";
import { parseCpuList } from "./sysfs/cpu_list.ts";
import { requireUint } from "./sysfs/number.ts";

/** A file in kHz and its family. */
interface Rate {
  readonly file: string;
  readonly family: Family<readonly ["cpu"]>;
}

const RATES: readonly Rate[] = [
  { file: "cpuinfo_cur_freq", family: gauge(CPU_FREQUENCY, CPU_FREQUENCY_HELP, "cpu") },
  {
    file: "cpuinfo_avg_freq",
    family: gauge("node_cpu_frequency_avg_hertz", "Average clock rate since it was last read, in hertz.", "cpu"),
  },
  {
    file: "cpuinfo_min_freq",
    family: gauge("node_cpu_frequency_min_hertz", "Lowest clock rate of the CPU in hertz.", "cpu"),
  },
  {
    file: "cpuinfo_max_freq",
    family: gauge("node_cpu_frequency_max_hertz", "Highest clock rate of the CPU in hertz.", "cpu"),
  },
  {
    file: "scaling_cur_freq",
    family: gauge("node_cpu_scaling_frequency_hertz", "Clock rate that the governor chose last, in hertz.", "cpu"),
  },
  {
    file: "scaling_min_freq",
    family: gauge(
      "node_cpu_scaling_frequency_min_hertz",
      "Lowest clock rate the governor may choose, in hertz.",
      "cpu",
    ),
  },
  {
    file: "scaling_max_freq",
    family: gauge(
      "node_cpu_scaling_frequency_max_hertz",
      "Highest clock rate the governor may choose, in hertz.",
      "cpu",
    ),
  },
];
const governorState = gauge(
  "node_cpu_scaling_governor",
  "Whether the frequency governor is in use (1) or only available (0).",
  "cpu",
  "governor",
);

/** The kernel gives these to every policy (drivers/cpufreq/cpufreq.c); nothing of them is shown. */
const REQUIRED = ["scaling_driver", "related_cpus", "scaling_setspeed"];

/** Rates that the driver does not know, or that only root may read. */
const ABSENT: Tolerated = new Set(["ENOENT", "EACCES", "EPERM"]);

export default defineCollector({
  name: "cpufreq",
  summary: "CPU clock rates and frequency governors from /sys/devices/system/cpu.",
  enabledByDefault: true,
  flags: {},
  create({ host }) {
    requireDirectory("path.sysfs", host.sys);
    const offline = host.sys.file(`${CPU_ROOT}/offline`, (bytes, path) => new Set(parseCpuList(bytes, path)));
    const scaling = new FrequencyScaling(host.sys);
    return (emit) => scaling.update(emit, offline.read());
  },
});

class FrequencyScaling {
  private readonly sys: Tree;
  private readonly setChanged: () => boolean;
  /** CPUs with frequency scaling; undefined until they are looked for. */
  private cpus: readonly string[] | undefined;
  private driver: string | undefined;
  /** Rates that a CPU has. Trying a missing file takes longer than reading all that are there. */
  private readonly rates = new Map<string, readonly Rate[]>();

  constructor(sys: Tree) {
    this.sys = sys;
    this.setChanged = cpuSetWatch(sys);
  }

  update(emit: Emit, offline: ReadonlySet<number>): void {
    eachDevice(
      this.currentCpus(offline),
      (cpu) => this.sys.exists(path(cpu)),
      (cpu) => this.read(emit, cpu),
    );
  }

  private currentCpus(offline: ReadonlySet<number>): readonly string[] {
    const stale = this.setChanged() || this.driverChanged();
    if (stale || this.cpus === undefined) {
      this.rates.clear();
      const online = cpuDirectories(this.sys).filter((cpu) => !offline.has(Number(cpu)));
      this.cpus = online.filter((cpu) => this.sys.exists(path(cpu)));
    }
    return this.cpus;
  }

  /** Another driver, such as intel_pstate in its other mode, comes with other files. */
  private driverChanged(): boolean {
    const first = this.cpus?.[0];
    const driver = first && this.sys.attributeIf(`${path(first)}/scaling_driver`, ABSENT);
    const changed = driver !== this.driver;
    this.driver = driver;
    return changed;
  }

  private read(emit: Emit, cpu: string): void {
    const directory = this.sys.directory(path(cpu));
    const rates = this.rates.get(cpu) ?? this.findRates(directory, cpu);
    for (const { file, family } of rates) {
      const text = directory.attributeIf(file, ABSENT);
      if (text === undefined) this.rates.delete(cpu);
      else emit(family, requireUint(text, this.sys.resolve(`${path(cpu)}/${file}`)) * 1000, cpu);
    }
    emitGovernors(emit, directory, cpu);
  }

  private findRates(directory: Directory, cpu: string): readonly Rate[] {
    const missing = REQUIRED.find((file) => !this.sys.exists(`${path(cpu)}/${file}`));
    if (missing !== undefined) throw new ParseError(`${this.sys.resolve(path(cpu))}: no ${missing}`);
    const rates = RATES.filter(({ file }) => directory.attributeIf(file, ABSENT) !== undefined);
    this.rates.set(cpu, rates);
    return rates;
  }
}

function emitGovernors(emit: Emit, directory: Directory, cpu: string): void {
  const available = directory.attribute("scaling_available_governors");
  const governor = directory.attribute("scaling_governor");
  if (governor === "") return;
  for (const each of available.split(" ")) emit(governorState, each === governor ? 1 : 0, cpu, each);
}

function path(cpu: string): string {
  return `${CPU_ROOT}/cpu${cpu}/cpufreq`;
}
