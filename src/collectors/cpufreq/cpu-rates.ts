import { CPU_ROOT } from "../kernel/cpu-directories.ts";
import { ANY, type Errnos, HIDDEN } from "../kit/errnos.ts";
import { isUnreadable, ParseError } from "../kit/errors.ts";
import type { Directory, Tree } from "../kit/host.ts";
import { RATES, type Rate } from "./rates.ts";

/** The kernel gives these to every policy (drivers/cpufreq/cpufreq.c); of most of them nothing is shown. */
const OF_EVERY_POLICY = ["scaling_available_governors", "scaling_driver", "related_cpus", "scaling_setspeed"];

/** Of an idle CPU some drivers know no rate (EAGAIN), and firmware may not answer in time. */
const UNKNOWN: Errnos = new Set([...HIDDEN, "EAGAIN", "ETIMEDOUT"]);

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

/** Reads the rates of CPUs with frequency scaling. */
export class CpuRates {
  private readonly sys: Tree;
  private readonly lost: () => void;

  /** `lost` is called where a CPU turns out to have no frequency scaling any more. */
  constructor(sys: Tree, lost: () => void) {
    this.sys = sys;
    this.lost = lost;
  }

  directoryOf(cpu: Cpu): Directory {
    return this.sys.directory(cpu.path);
  }

  /** The rates of a CPU in hertz. */
  eachRate(cpu: Cpu, take: (rate: Rate, hertz: number) => void): void {
    const directory = this.directoryOf(cpu);
    for (const rate of this.ratesOf(cpu)) this.takeRate(cpu, rate, directory.uintIf(rate.file, UNKNOWN), take);
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
      this.takeRate(cpu, rate, root.uintIf(name, ANY) ?? this.askPolicy(cpu, rate, name), take);
  }

  /** Where the file of a rate is gone, those of the CPU are looked for again. */
  private takeRate(
    cpu: Cpu,
    rate: Rate,
    kilohertz: number | undefined,
    take: (rate: Rate, hertz: number) => void,
  ): void {
    if (kilohertz !== undefined) return take(rate, kilohertz * 1000);
    if (this.sys.exists(`${cpu.path}/${rate.file}`)) return;
    cpu.rates = undefined;
    cpu.below = undefined;
  }

  /** A rate that could not be read below the directory of all CPUs: only its own tells whether the policy is gone. */
  private askPolicy(cpu: Cpu, rate: Rate, name: string): number | undefined {
    const isNoNumber = this.sys.directory(CPU_ROOT).attributeIf(name, ANY) !== undefined;
    // That has been reported.
    return isNoNumber ? undefined : this.directoryOf(cpu).uintIf(rate.file, UNKNOWN);
  }

  private ratesBelow(cpu: Cpu): RatesBelow {
    return (cpu.below ??= {
      limits: this.ratesOf(cpu).flatMap((rate) => (rate.isLimit === true ? [rateBelow(cpu, rate)] : [])),
      current: this.ratesOf(cpu).flatMap((rate) => (rate.isLimit === true ? [] : [rateBelow(cpu, rate)])),
    });
  }

  private ratesOf(cpu: Cpu): readonly Rate[] {
    return (cpu.rates ??= this.findRates(cpu.path));
  }

  private findRates(path: string): readonly Rate[] {
    const missing = OF_EVERY_POLICY.find((file) => !this.sys.exists(`${path}/${file}`));
    if (missing !== undefined) return this.without(missing, path);
    return RATES.filter(({ file }) => this.isForReading(`${path}/${file}`));
  }

  private without(file: string, path: string): readonly Rate[] {
    if (this.sys.exists(path)) throw new ParseError(`${this.sys.resolve(path)}: no ${file}`);
    this.lost();
    return [];
  }

  /** Whether the file is there for this process, even if it cannot be read at this moment. */
  private isForReading(file: string): boolean {
    try {
      return this.sys.readIf(file, HIDDEN) !== undefined;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return true;
    }
  }
}

function rateBelow({ path }: Cpu, rate: Rate): RateBelow {
  return [rate, `${nameBelow(path)}/${rate.file}`];
}

/** The name of something below the directory of all CPUs. */
function nameBelow(path: string): string {
  return path.slice(CPU_ROOT.length + 1);
}
