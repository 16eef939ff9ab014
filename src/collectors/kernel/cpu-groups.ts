import type { CpuGroup, GroupTable } from "../kit/cpu-group.ts";
import type { CollectorContext, Scrape } from "../kit/define.ts";
import { isUnreadable } from "../kit/errors.ts";
import type { DeclaredFamily } from "../kit/family.ts";
import type { Tree } from "../kit/host.ts";
import { type Source, sysfs } from "../kit/sources.ts";
import { parseInt64 } from "../parsers/numbers.ts";
import { parseCpuList } from "../parsers/sysfs/cpu_list.ts";
import { CPU_ROOT, cpuDirectories, cpuSetWatch } from "./cpu-directories.ts";

const NODE_ROOT = "devices/system/node";

/** What collectors read to know the groups of CPUs. */
export function cpuGroupSources(...families: readonly DeclaredFamily[]): readonly Source[] {
  return [sysfs(`${CPU_ROOT}/**`, ...families), sysfs(`${NODE_ROOT}/**`, ...families)];
}

/** The groups of --cpu.group, the same object for all collectors of a worker; undefined for `none`. */
export function cpuGroups({ host, cpuGroup }: Pick<CollectorContext, "host" | "cpuGroup">): CpuGroups | undefined {
  if (cpuGroup === "none") return undefined;
  let groups = known.get(host.sys);
  if (groups === undefined) known.set(host.sys, (groups = new CpuGroups(host.sys, cpuGroup)));
  return groups;
}

const known = new WeakMap<Tree, CpuGroups>();

/** Which CPUs the kernel counts to which node or package. An offline CPU stays where it was. */
export class CpuGroups implements GroupTable {
  readonly numbers: number[] = [];
  readonly names: string[] = [];
  version = 0;
  private readonly sys: Tree;
  private readonly kind: Exclude<CpuGroup, "none">;
  private readonly setChanged: (scrape: Scrape) => boolean;
  private readonly groupOf: number[] = [];
  /** The group of CPUs that the kernel counts to none; -1 while it has groups for others. */
  private otherwise = -1;
  private scrape: Scrape | undefined;
  /** Whether the topology was read since the set of CPUs changed. */
  private isRead = false;

  constructor(sys: Tree, kind: Exclude<CpuGroup, "none">) {
    this.sys = sys;
    this.kind = kind;
    this.setChanged = cpuSetWatch(sys);
  }

  /** The groups at this scrape; the topology is read again only where the set of CPUs changed. */
  at(scrape: Scrape): this {
    if (this.scrape === scrape) return this;
    if (this.setChanged(scrape)) this.isRead = false;
    // Where it cannot be read, the next scrape tries again.
    if (!this.isRead) this.read();
    this.isRead = true;
    this.scrape = scrape;
    return this;
  }

  of(cpu: number): number {
    return this.groupOf[cpu] ?? this.otherwise;
  }

  private read(): void {
    if (this.kind === "node") this.readNodes();
    else if (this.kind === "package") this.readPackages();
    // A kernel without NUMA has no nodes, a virtual machine may have no packages.
    this.otherwise = this.groupOf.length === 0 ? this.group(0) : -1;
    this.version++;
  }

  private readNodes(): void {
    const nodes = (this.sys.listIf(NODE_ROOT) ?? []).filter((name) => /^node\d+$/.test(name));
    for (const node of nodes) {
      const file = `${NODE_ROOT}/${node}/cpulist`;
      const cpus = orNothing(() => parseCpuList(this.sys.read(file), file)) ?? [];
      const group = cpus.length === 0 ? -1 : this.group(Number(node.slice("node".length)));
      for (const cpu of cpus) this.groupOf[cpu] = group;
    }
  }

  private readPackages(): void {
    for (const cpu of cpuDirectories(this.sys)) {
      const file = `${CPU_ROOT}/cpu${cpu}/topology/physical_package_id`;
      const number = parseInt64((orNothing(() => this.sys.read(file).toString()) ?? "").trim());
      // -1 where the firmware reports no package.
      if (number !== undefined) this.groupOf[Number(cpu)] = this.group(Math.max(0, number));
    }
  }

  private group(number: number): number {
    const group = this.numbers.indexOf(number);
    if (group >= 0) return group;
    this.names.push(this.kind === "all" ? "all" : `${this.kind}${number}`);
    return this.numbers.push(number) - 1;
  }
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // Absent on many machines, gone with an offline CPU.
    return undefined;
  }
}
