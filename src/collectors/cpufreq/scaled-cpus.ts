import { posix } from "node:path";
import { againInNext, CPU_ROOT, cpuDirectories, cpuMaskWatch } from "../kernel/cpu-directories.ts";
import type { Scrape } from "../kit/define.ts";
import { eachDevice } from "../kit/each-device.ts";
import { HIDDEN } from "../kit/errnos.ts";
import type { Tree } from "../kit/host.ts";
import type { Skip } from "../parsers/skip.ts";
import { type Cpu, CpuRates } from "./cpu-rates.ts";

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
  private readonly isStale: (scrape: Scrape) => boolean;
  /** CPUs with frequency scaling; undefined until they are looked for. */
  private cpus: readonly Cpu[] | undefined;
  /** CPUs that are online without it. */
  private readonly others: string[] = [];
  private turn = 0;
  private policies: readonly Policy[] | undefined;
  private driver: string | undefined;
  /** What is read of them. */
  readonly rates: CpuRates;

  constructor(sys: Tree, skip: Skip) {
    this.sys = sys;
    this.skip = skip;
    const masksChanged = cpuMaskWatch(sys);
    this.isStale = againInNext(
      (scrape) => masksChanged(scrape) || this.driverChanged() || this.cpus === undefined || this.otherIsScaled(),
    );
    this.rates = new CpuRates(sys, () => void (this.cpus = undefined));
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

  private currentCpus(scrape: Scrape, offline: ReadonlySet<number>): readonly Cpu[] {
    // Dropped first: where they cannot be found, the next scrape tries again.
    if (this.isStale(scrape)) this.cpus = undefined;
    if (this.cpus === undefined) {
      this.cpus = this.findCpus(offline);
      this.policies = undefined;
      this.driver = this.readDriver();
    }
    return this.cpus;
  }

  private findCpus(offline: ReadonlySet<number>): readonly Cpu[] {
    const scaled: Cpu[] = [];
    this.others.length = 0;
    for (const cpu of cpuDirectories(this.sys)) {
      if (offline.has(Number(cpu))) continue;
      if (this.isScaled(cpu)) scaled.push({ cpu, path: this.policyPath(cpu), rates: undefined });
      else this.others.push(cpu);
    }
    return scaled;
  }

  /** Whether one of the others has got a driver. Every scrape looks at one of them: on a virtual machine all are others. */
  private otherIsScaled(): boolean {
    const other = this.others[this.turn++ % this.others.length];
    return other !== undefined && this.isScaled(other);
  }

  private isScaled(cpu: string): boolean {
    return this.sys.exists(`${CPU_ROOT}/cpu${cpu}/cpufreq`);
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
    return this.driver !== this.readDriver();
  }

  private readDriver(): string | undefined {
    const first = this.cpus?.[0];
    return first && this.sys.attributeIf(`${first.path}/scaling_driver`, HIDDEN);
  }
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
