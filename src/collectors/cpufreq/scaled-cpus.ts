import { CPU_ROOT, cpuDirectories, cpuSetWatch } from "../kernel/cpu-directories.ts";
import type { Scrape } from "../kit/define.ts";
import { eachDevice } from "../kit/each-device.ts";
import { HIDDEN } from "../kit/errnos.ts";
import { ParseError } from "../kit/errors.ts";
import type { Directory, Tree } from "../kit/host.ts";
import type { Skip } from "../parsers/skip.ts";
import { RATES, type Rate } from "./rates.ts";

/** The kernel gives these to every policy (drivers/cpufreq/cpufreq.c); of most of them nothing is shown. */
const OF_EVERY_POLICY = ["scaling_available_governors", "scaling_driver", "related_cpus", "scaling_setspeed"];

/** A CPU with frequency scaling. */
export interface Cpu {
  readonly cpu: string;
  readonly path: string;
  /** Rates that the CPU has. Trying a missing file takes longer than reading all that are there. */
  rates: readonly Rate[] | undefined;
}

/** The CPUs that are online and have frequency scaling. */
export class ScaledCpus {
  private readonly sys: Tree;
  private readonly skip: Skip;
  private readonly setChanged: (scrape: Scrape) => boolean;
  /** CPUs with frequency scaling; undefined until they are looked for. */
  private cpus: readonly Cpu[] | undefined;
  private driver: string | undefined;

  constructor(sys: Tree, skip: Skip) {
    this.sys = sys;
    this.skip = skip;
    this.setChanged = cpuSetWatch(sys);
  }

  /** Reads one CPU after the other. */
  each(scrape: Scrape, offline: ReadonlySet<number>, read: (cpu: Cpu, directory: Directory) => void): void {
    eachDevice(
      this.currentCpus(scrape, offline),
      ({ path }) => this.sys.exists(path),
      (cpu) => read(cpu, this.sys.directory(cpu.path)),
      this.skip,
    );
  }

  /** The rates of a CPU in hertz. */
  eachRate(cpu: Cpu, directory: Directory, take: (rate: Rate, hertz: number) => void): void {
    cpu.rates ??= this.findRates(directory, cpu.path);
    for (const rate of cpu.rates) {
      const kilohertz = directory.uintIf(rate.file, HIDDEN);
      if (kilohertz === undefined) cpu.rates = undefined;
      else take(rate, kilohertz * 1000);
    }
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

  private findRates(directory: Directory, path: string): readonly Rate[] {
    const missing = OF_EVERY_POLICY.find((file) => !this.sys.exists(`${path}/${file}`));
    if (missing !== undefined) throw new ParseError(`${this.sys.resolve(path)}: no ${missing}`);
    return RATES.filter(({ file }) => directory.attributeIf(file, HIDDEN) !== undefined);
  }
}
