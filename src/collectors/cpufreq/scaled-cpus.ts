import { posix } from "node:path";
import { CPU_ROOT, cpuDirectories, cpuSetWatch } from "../kernel/cpu-directories.ts";
import type { Scrape } from "../kit/define.ts";
import { eachDevice } from "../kit/each-device.ts";
import { ANY, type Errnos, HIDDEN } from "../kit/errnos.ts";
import { ParseError } from "../kit/errors.ts";
import type { Directory, Tree } from "../kit/host.ts";
import type { Skip } from "../parsers/skip.ts";
import { RATES, type Rate } from "./rates.ts";

/** The kernel gives these to every policy (drivers/cpufreq/cpufreq.c); of most of them nothing is shown. */
const OF_EVERY_POLICY = ["scaling_available_governors", "scaling_driver", "related_cpus", "scaling_setspeed"];

/** A CPU with frequency scaling. */
export interface Cpu {
  readonly cpu: string;
  /** The directory of its policy. */
  readonly path: string;
  /** Rates that the CPU has. Trying a missing file takes longer than reading all that are there. */
  rates: readonly Rate[] | undefined;
  /** The same for those that are read below the directory of all CPUs. */
  below?: RatesBelow | undefined;
}

/** Rates with the names of their files below the directory of all CPUs. */
interface RatesBelow {
  readonly limits: readonly RateBelow[];
  readonly current: readonly RateBelow[];
}

type RateBelow = readonly [rate: Rate, name: string];

/** CPUs that the kernel scales together: they have the same rates and settings. */
export interface Policy {
  /** The one through which it is read. */
  readonly cpu: Cpu;
  readonly path: string;
  /** Numbers of all of them. */
  readonly cpus: number[];
}

/** The CPUs that are online and have frequency scaling. */
export class ScaledCpus {
  private readonly sys: Tree;
  private readonly skip: Skip;
  private readonly setChanged: (scrape: Scrape) => boolean;
  /** CPUs with frequency scaling; undefined until they are looked for. */
  private cpus: readonly Cpu[] | undefined;
  private policies: readonly Policy[] | undefined;
  private driver: string | undefined;

  constructor(sys: Tree, skip: Skip) {
    this.sys = sys;
    this.skip = skip;
    this.setChanged = cpuSetWatch(sys);
  }

  /** Reads one CPU after the other. */
  each(scrape: Scrape, offline: ReadonlySet<number>, read: (cpu: Cpu) => void): void {
    this.eachOf(this.currentCpus(scrape, offline), read);
  }

  /** Reads one policy after the other. */
  eachPolicy(scrape: Scrape, offline: ReadonlySet<number>, read: (policy: Policy) => void): void {
    const cpus = this.currentCpus(scrape, offline);
    this.eachOf((this.policies ??= policiesOf(cpus)), read);
  }

  private eachOf<T extends { readonly path: string }>(devices: readonly T[], read: (device: T) => void): void {
    eachDevice(devices, ({ path }) => this.sys.exists(path), read, this.skip);
  }

  directoryOf(cpu: Cpu): Directory {
    return this.sys.directory(cpu.path);
  }

  /** The rates of a CPU in hertz. */
  eachRate(cpu: Cpu, take: (rate: Rate, hertz: number) => void): void {
    const directory = this.directoryOf(cpu);
    for (const rate of this.ratesOf(cpu)) takeRate(cpu, rate, directory.uintIf(rate.file, HIDDEN), take);
  }

  /**
   * The rates of a CPU that are limits, in hertz. Groups read few files of a policy on a scrape, so they are read below the
   * directory of all CPUs: to look after the directory of each takes longer than to read them.
   */
  eachLimit(cpu: Cpu, take: (rate: Rate, hertz: number) => void): void {
    this.takeBelow(cpu, this.ratesBelow(cpu).limits, take);
  }

  /** The rates of a CPU that are none, in hertz; read as those that are. */
  eachCurrent(cpu: Cpu, take: (rate: Rate, hertz: number) => void): void {
    this.takeBelow(cpu, this.ratesBelow(cpu).current, take);
  }

  /** An attribute of a policy, read as its rates; where that fails, the policy's own directory tells why. */
  attributeIf({ path }: Cpu, name: string, tolerated: Errnos): string | undefined {
    const below = this.sys.directory(CPU_ROOT).attributeIf(`${nameBelow(path)}/${name}`, ANY);
    return below ?? this.sys.directory(path).attributeIf(name, tolerated);
  }

  private takeBelow(cpu: Cpu, rates: readonly RateBelow[], take: (rate: Rate, hertz: number) => void): void {
    const root = this.sys.directory(CPU_ROOT);
    for (const [rate, name] of rates)
      takeRate(cpu, rate, root.uintIf(name, ANY) ?? this.askPolicy(cpu, rate, name), take);
  }

  /** A rate that could not be read below the directory of all CPUs: only its own tells whether the policy is gone. */
  private askPolicy(cpu: Cpu, rate: Rate, name: string): number | undefined {
    const isNoNumber = this.sys.directory(CPU_ROOT).attributeIf(name, ANY) !== undefined;
    // That has been reported.
    return isNoNumber ? undefined : this.directoryOf(cpu).uintIf(rate.file, HIDDEN);
  }

  private ratesBelow(cpu: Cpu): RatesBelow {
    return (cpu.below ??= {
      limits: this.ratesOf(cpu).flatMap((rate) => (rate.isLimit === true ? [rateBelow(cpu, rate)] : [])),
      current: this.ratesOf(cpu).flatMap((rate) => (rate.isLimit === true ? [] : [rateBelow(cpu, rate)])),
    });
  }

  private ratesOf(cpu: Cpu): readonly Rate[] {
    return (cpu.rates ??= this.findRates(this.directoryOf(cpu), cpu.path));
  }

  private currentCpus(scrape: Scrape, offline: ReadonlySet<number>): readonly Cpu[] {
    const stale = this.setChanged(scrape) || this.driverChanged();
    if (stale || this.cpus === undefined) {
      const online = cpuDirectories(this.sys).filter((cpu) => !offline.has(Number(cpu)));
      const scaled = online.filter((cpu) => this.sys.exists(`${CPU_ROOT}/cpu${cpu}/cpufreq`));
      this.cpus = scaled.map((cpu): Cpu => ({ cpu, path: this.policyPath(cpu), rates: undefined }));
      this.policies = undefined;
    }
    return this.cpus;
  }

  /** Where the link of a CPU leads, which the kernel would follow again for every file. */
  private policyPath(cpu: string): string {
    const directory = `${CPU_ROOT}/cpu${cpu}`;
    try {
      return posix.join(directory, this.sys.readlink(`${directory}/cpufreq`));
    } catch {
      // A directory, as in the sysfs of old kernels.
      return `${directory}/cpufreq`;
    }
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

function rateBelow({ path }: Cpu, rate: Rate): RateBelow {
  return [rate, `${nameBelow(path)}/${rate.file}`];
}

/** The name of something below the directory of all CPUs. */
function nameBelow(path: string): string {
  return path.slice(CPU_ROOT.length + 1);
}

function policiesOf(cpus: readonly Cpu[]): readonly Policy[] {
  const policies = new Map<string, Policy>();
  for (const cpu of cpus) {
    const policy = policies.get(cpu.path);
    if (policy === undefined) policies.set(cpu.path, { cpu, path: cpu.path, cpus: [Number(cpu.cpu)] });
    else policy.cpus.push(Number(cpu.cpu));
  }
  return [...policies.values()];
}

/** One that cannot be read any more has those of the CPU looked for again. */
function takeRate(
  cpu: Cpu,
  rate: Rate,
  kilohertz: number | undefined,
  take: (rate: Rate, hertz: number) => void,
): void {
  if (kilohertz !== undefined) return take(rate, kilohertz * 1000);
  cpu.rates = undefined;
  cpu.below = undefined;
}
