import { CPU_FREQUENCY, CPU_FREQUENCY_HELP } from "./kit/cpu-frequency.ts";
import { defineCollector, type Emit, type Scrape } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { ParseError } from "./kit/errors.ts";
import { familiesIn, type Family, gauge } from "./kit/family.ts";
import { type Directory, REQUIRED, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { CPU_ROOT, cpuDirectories, cpuSetWatch } from "./kernel/cpu-directories.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";
import { parseCpuList } from "./parsers/sysfs/cpu_list.ts";

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
    family: gauge("node_cpu_scaling_frequency_hertz", "Clock rate last chosen by the governor, in hertz.", "cpu"),
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

/** The kernel gives these to every policy (drivers/cpufreq/cpufreq.c); of most of them nothing is shown. */
const OF_EVERY_POLICY = ["scaling_available_governors", "scaling_driver", "related_cpus", "scaling_setspeed"];

export default defineCollector({
  name: "cpufreq",
  summary: "CPU clock rates and frequency governors from /sys/devices/system/cpu.",
  enabledByDefault: true,
  families: [...familiesIn(RATES), governorState],
  sources: [sysfs("devices/system/cpu/**"), kernelOption("CONFIG_CPU_FREQ")],
  flags: {},
  create({ host, skip }) {
    requireDirectory("path.sysfs", host.sys);
    const offline = host.sys.file(`${CPU_ROOT}/offline`, (bytes, path) => new Set(parseCpuList(bytes, path)));
    const scaling = new FrequencyScaling(host.sys, skip);
    return (emit, scrape) => scaling.update(emit, scrape, offline.read());
  },
});

interface Cpu {
  readonly cpu: string;
  readonly path: string;
  /** Rates that the CPU has. Trying a missing file takes longer than reading all that are there. */
  rates: readonly Rate[] | undefined;
}

class FrequencyScaling {
  private readonly sys: Tree;
  private readonly skip: Skip;
  private readonly setChanged: (scrape: Scrape) => boolean;
  /** CPUs with frequency scaling; undefined until they are looked for. */
  private cpus: readonly Cpu[] | undefined;
  private driver: string | undefined;
  private readonly governors = new Governors();

  constructor(sys: Tree, skip: Skip) {
    this.sys = sys;
    this.skip = skip;
    this.setChanged = cpuSetWatch(sys);
  }

  update(emit: Emit, scrape: Scrape, offline: ReadonlySet<number>): void {
    this.governors.startScrape();
    eachDevice(
      this.currentCpus(scrape, offline),
      ({ path }) => this.sys.exists(path),
      (cpu) => this.read(emit, cpu),
      this.skip,
    );
  }

  private currentCpus(scrape: Scrape, offline: ReadonlySet<number>): readonly Cpu[] {
    const stale = this.setChanged(scrape) || this.driverChanged();
    if (stale || this.cpus === undefined) {
      const online = cpuDirectories(this.sys).filter((cpu) => !offline.has(Number(cpu)));
      const cpus = online.map((cpu): Cpu => ({ cpu, path: `${CPU_ROOT}/cpu${cpu}/cpufreq`, rates: undefined }));
      this.cpus = cpus.filter(({ path }) => this.sys.exists(path));
    }
    return this.cpus;
  }

  /** Another driver, such as intel_pstate in its other mode, comes with other files. */
  private driverChanged(): boolean {
    const first = this.cpus?.[0];
    const driver = first && this.sys.attributeIf(`${first.path}/scaling_driver`, HIDDEN);
    const changed = driver !== this.driver;
    this.driver = driver;
    return changed;
  }

  private read(emit: Emit, cpu: Cpu): void {
    const directory = this.sys.directory(cpu.path);
    cpu.rates ??= this.findRates(directory, cpu.path);
    for (const { file, family } of cpu.rates) {
      const rate = directory.uintIf(file, HIDDEN);
      if (rate === undefined) cpu.rates = undefined;
      else emit(family, rate * 1000, cpu.cpu);
    }
    this.governors.emit(emit, directory, cpu.cpu);
  }

  private findRates(directory: Directory, path: string): readonly Rate[] {
    const missing = OF_EVERY_POLICY.find((file) => !this.sys.exists(`${path}/${file}`));
    if (missing !== undefined) throw new ParseError(`${this.sys.resolve(path)}: no ${missing}`);
    return RATES.filter(({ file }) => directory.attributeIf(file, HIDDEN) !== undefined);
  }
}

/**
 * The governors that are there to choose from are the kernel's, the same for all CPUs (show_scaling_available_governors
 * of drivers/cpufreq/cpufreq.c), so they are read once a scrape. The governor in use is each policy's own.
 */
class Governors {
  private text = "";
  private available: readonly string[] = [""];
  private known = false;

  startScrape(): void {
    this.known = false;
  }

  emit(emit: Emit, directory: Directory, cpu: string): void {
    if (!this.known) this.readAvailable(directory);
    const governor = directory.attributeIf("scaling_governor", REQUIRED);
    if (governor === undefined || governor === "") return;
    for (const each of this.available) emit(governorState, each === governor ? 1 : 0, cpu, each);
  }

  private readAvailable(directory: Directory): void {
    const text = directory.attributeIf("scaling_available_governors", REQUIRED);
    if (text === undefined) return;
    this.known = true;
    if (text === this.text) return;
    this.text = text;
    this.available = text.split(" ");
  }
}
