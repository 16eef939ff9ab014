import { defineCollector } from "./kit/define.ts";
import { familiesIn, type Family, gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { NamedFamilies } from "./kit/named-families.ts";
import { procfs } from "./kit/sources.ts";
import { meminfoParser } from "./parsers/procfs/meminfo.ts";

/** The kernel's fields that are shown; later kernels have more. */
const BYTES =
  "Active Active(anon) Active(file) AnonHugePages AnonPages Bounce Buffers Cached CmaFree CmaTotal CommitLimit Committed_AS DirectMap1G DirectMap2M DirectMap4k Dirty HardwareCorrupted Hugepagesize Inactive Inactive(anon) Inactive(file) KernelStack Mapped MemAvailable MemFree MemTotal Mlocked NFS_Unstable PageTables Percpu SReclaimable SUnreclaim Shmem ShmemHugePages ShmemPmdMapped Slab SwapCached SwapFree SwapTotal Unevictable VmallocChunk VmallocTotal VmallocUsed Writeback WritebackTmp Zswap Zswapped";
const PAGES = "HugePages_Free HugePages_Rsvd HugePages_Surp HugePages_Total";

const families: ReadonlyMap<string, Family<readonly []>> = new Map([
  ...BYTES.split(" ").map((field): [string, Family<readonly []>] => [
    field,
    gauge(`node_memory_${metricPart(field)}_bytes`, `Field ${field} of /proc/meminfo, in bytes.`),
  ]),
  ...PAGES.split(" ").map((field): [string, Family<readonly []>] => [
    field,
    gauge(`node_memory_${field}`, `Field ${field} of /proc/meminfo, in pages.`),
  ]),
]);

export default defineCollector({
  name: "meminfo",
  summary: "Memory use from /proc/meminfo.",
  enabledByDefault: true,
  families: familiesIn(families),
  sources: [procfs("meminfo")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("meminfo", meminfoParser());
    const shown = new NamedFamilies((name) => families.get(name));
    return (emit) => shown.emit(emit, file.read());
  },
});

/** `Active(anon)` becomes `Active_anon`. */
function metricPart(field: string): string {
  return field.replace("(", "_").replace(")", "");
}
