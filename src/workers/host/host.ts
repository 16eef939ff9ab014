import { statfsSync } from "node:fs";
import type { Host, Native } from "../../collectors/kit/host.ts";
import { SkippedRecords } from "../../collectors/kit/skipped-records.ts";
import { ChildMountProbe } from "../mount-probe/mount-probe.ts";
import type { HostPaths } from "../protocol/options.ts";
import { DescriptorBudget } from "./descriptor-budget.ts";
import { fileCalls } from "./file-calls.ts";
import { StatWatch } from "./file-watch.ts";
import { Scratch } from "./kernel-file.ts";
import type { Holdings } from "./holdings.ts";
import { KernelTree } from "./kernel-tree.ts";
import { procfsRecordLength, type RecordLength, sysfsRecordLength } from "./record-lengths.ts";
import { reportingNative } from "./reporting-native.ts";
import type { SkipReport } from "./skip-report.ts";

/** A host whose trees must be notified when a scrape starts. */
export interface ScrapedHost extends Host {
  startScrape(): void;
  /** From now on records that cannot be read are added to `skipped`, and what is kept open to `holdings`. */
  reportTo(skipped: SkippedRecords, holdings: Holdings): void;
  /** Descriptors kept open between scrapes. */
  readonly keptDescriptors: number;
  /** Ends the processes that it has started; before the thread ends. */
  end(): Promise<void>;
}

const PROC_SUPER_MAGIC = 0x9fa0;
const SYSFS_MAGIC = 0x62656572;

/** Opens the host below `paths`; at most `maxDescriptors` stay open between scrapes, each takes about 5 KB of kernel memory. */
export function openHost(
  paths: HostPaths,
  native: Native,
  pageSize: number,
  maxDescriptors: number,
  mountProbe = new ChildMountProbe(),
): ScrapedHost {
  const budget = new DescriptorBudget(maxDescriptors);
  const calls = fileCalls();
  const scratch = new Scratch();
  const report: SkipReport = { current: new SkippedRecords() };
  const tree = (path: string, magic: number, recordLength: RecordLength) =>
    new KernelTree(path, calls, scratch, isFileSystem(path, magic) ? budget : undefined, recordLength, report);
  const proc = tree(paths.procfs, PROC_SUPER_MAGIC, procfsRecordLength);
  const sys = tree(paths.sysfs, SYSFS_MAGIC, sysfsRecordLength);
  return {
    proc,
    sys,
    rootfs: paths.rootfs,
    udevData: paths.udevData,
    pageSize,
    native: reportingNative(native, report),
    watch: (path) => new StatWatch(path, calls),
    mountProbe,
    startScrape() {
      proc.startScrape();
      sys.startScrape();
      if (mountProbe.kept.orphans.count[0] !== 0) mountProbe.kept.reapOrphans();
    },
    reportTo(skipped, holdings) {
      report.current = skipped;
      report.holdings = holdings;
    },
    end: () => mountProbe.end(),
    get keptDescriptors() {
      return budget.inUse;
    },
  };
}

function isFileSystem(path: string, magic: number): boolean {
  try {
    return statfsSync(path).type === magic;
  } catch {
    // A missing mount point is reported by the collectors that need it.
    return false;
  }
}
