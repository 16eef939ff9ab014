import type { Emit, Scrape } from "../kit/define.ts";
import { type Errnos, GONE, HIDDEN } from "../kit/errnos.ts";
import { errnoOf, ParseError } from "../kit/errors.ts";
import { counter, gauge } from "../kit/family.ts";
import type { Directory, Tree } from "../kit/host.ts";
import { parseNumberFile } from "../parsers/procfs/number_file.ts";
import { CPU_ROOT, cpuDirectories, cpuSetWatch } from "../kernel/cpu-directories.ts";

const coreThrottles = counter(
  "node_cpu_core_throttles_total",
  "Times that this core was throttled because of its temperature.",
  "package",
  "core",
);
const packageThrottles = counter(
  "node_cpu_package_throttles_total",
  "Times that this processor package was throttled because of its temperature.",
  "package",
);
const online = gauge("node_cpu_online", "Whether the CPU is online (1) or offline (0).", "cpu");

export const TOPOLOGY_FAMILIES = [coreThrottles, packageThrottles, online];

interface Core {
  /** The CPU that stands for it. */
  readonly cpu: number;
  readonly package: string;
  readonly core: string;
  /** Name of the count below the directory of all CPUs. */
  readonly throttles: string;
}

interface Package {
  readonly package: string;
  /** Name of the count below the directory of all CPUs. */
  readonly throttles: string;
}

/** What can be read of the present set of CPUs. */
interface Plan {
  readonly directories: number;
  readonly cores: readonly Core[];
  readonly packages: readonly Package[];
  /** CPU and state; states only change with the set of online CPUs. */
  readonly online: readonly (readonly [cpu: string, state: number])[];
}

/** Scrapes after a count that could not be read in which the plan is made again. */
const UNCERTAIN_SCRAPES = 2;

/** A CPU without the file; with any other error the file may be readable in the next scrape. */
const ABSENT: Errnos = new Set([...GONE, ...HIDDEN]);

/** Thermal throttling and online states below /sys/devices/system/cpu. */
export class CpuTopology {
  private readonly sys: Tree;
  private readonly setChanged: (scrape: Scrape) => boolean;
  private plan: Plan | undefined;
  /** Scrapes in which the plan is still to be made again: what could not be read may only have failed for a moment. */
  private uncertain = 0;

  constructor(sys: Tree) {
    this.sys = sys;
    this.setChanged = cpuSetWatch(sys);
  }

  emitCoreThrottles(emit: Emit, scrape: Scrape): void {
    this.eachCore(scrape, (core, count) => emit(coreThrottles, count, core.package, core.core));
  }

  /** Cores whose throttling is counted, with the count. */
  eachCore(scrape: Scrape, take: (core: Core, throttles: number) => void): void {
    const plan = this.currentPlan(scrape);
    const root = this.sys.directory(CPU_ROOT);
    for (const core of plan.cores) {
      const count = this.count(root, core.throttles);
      if (count !== undefined) take(core, count);
    }
  }

  /** Call this and `emitOnline` after `eachCore`, which brings the plan up to date. */
  emitPackageThrottles(emit: Emit): void {
    const plan = (this.plan ??= this.makePlan());
    const root = this.sys.directory(CPU_ROOT);
    for (const each of plan.packages) {
      const count = this.count(root, each.throttles);
      if (count !== undefined) emit(packageThrottles, count, each.package);
    }
  }

  emitOnline(emit: Emit): void {
    const plan = (this.plan ??= this.makePlan());
    if (plan.directories === 0) throw new ParseError(`${this.sys.resolve(CPU_ROOT)}: no CPU directories`);
    for (const [cpu, state] of plan.online) emit(online, state, cpu);
  }

  private currentPlan(scrape: Scrape): Plan {
    const setChanged = this.setChanged(scrape);
    const isUncertain = this.uncertain > 0;
    if (isUncertain) this.uncertain--;
    // Dropped first: where no new one can be made, the next scrape tries again.
    if (setChanged || isUncertain) this.plan = undefined;
    return (this.plan ??= this.makePlan());
  }

  /** A count of the plan that cannot be read any more makes the plan void. */
  private count(root: Directory, name: string): number | undefined {
    const count = this.orNothing(() => root.uintIf(name));
    if (count === undefined) {
      this.plan = undefined;
      this.uncertain = UNCERTAIN_SCRAPES;
    }
    return count;
  }

  private makePlan(): Plan {
    const directories = cpuDirectories(this.sys);
    const cores = new Map<string, Core>();
    const packages = new Map<string, Package>();
    for (const cpu of directories) this.planThrottles(cpu, cores, packages);
    return {
      directories: directories.length,
      cores: [...cores.values()],
      packages: [...packages.values()],
      online: this.onlineStates(directories),
    };
  }

  /** The first CPU of each core and package that has a count stands for it. */
  private planThrottles(cpu: string, cores: Map<string, Core>, packages: Map<string, Package>): void {
    const directory = `cpu${cpu}`;
    const packageId = this.once(`${directory}/topology/physical_package_id`);
    const coreId = this.once(`${directory}/topology/core_id`);
    if (packageId === undefined || coreId === undefined) return;
    const core = { cpu: Number(cpu), package: String(packageId), core: String(coreId) };
    const key = `${packageId}/${coreId}`;
    const coreCount = `${directory}/thermal_throttle/core_throttle_count`;
    if (!cores.has(key) && this.once(coreCount) !== undefined) cores.set(key, { ...core, throttles: coreCount });
    const packageCount = `${directory}/thermal_throttle/package_throttle_count`;
    if (!packages.has(core.package) && this.once(packageCount) !== undefined)
      packages.set(core.package, { package: core.package, throttles: packageCount });
  }

  /** Most x86 machines cannot take CPU 0 offline; without its file the states are left out. */
  private onlineStates(directories: readonly string[]): Plan["online"] {
    const [first] = directories;
    if (first === undefined || !this.sys.exists(`${CPU_ROOT}/cpu${first}/online`)) return [];
    return directories.map((cpu) => [cpu, this.isOnline(cpu) ? 1 : 0]);
  }

  private isOnline(cpu: string): boolean {
    return this.once(`cpu${cpu}/online`) === 1;
  }

  /** Reads a file below the directory of all CPUs without keeping it open. */
  private once(name: string): number | undefined {
    const path = `${CPU_ROOT}/${name}`;
    return this.orNothing(() => parseNumberFile(this.sys.read(path), path));
  }

  /** Absent on many machines, gone with an offline CPU, -1 where the firmware reports no package. */
  private orNothing(read: () => number | undefined): number | undefined {
    try {
      return read();
    } catch (error) {
      const errno = errnoOf(error);
      if (errno !== undefined && !ABSENT.has(errno)) this.uncertain = Math.max(this.uncertain, 1);
      return undefined;
    }
  }
}
