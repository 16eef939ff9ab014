import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { MISSING } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import { REQUIRED, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { kernelOption, procfs, sysfs } from "./kit/sources.ts";
import { parseMdstat, type MdArray } from "./parsers/procfs/mdstat.ts";
import { parseUint } from "./parsers/numbers.ts";

const required = gauge("node_md_disks_required", "Disks that the array should have.", "device");
const disks = gauge("node_md_disks", "Disks of the array that are active, failed and spare.", "device", "state");
const state = gauge("node_md_state", "1 for the current state of the array, 0 for the others.", "device", "state");
const blocks = gauge("node_md_blocks", "Size of the array in blocks of 1,024 bytes.", "device");
const synced = gauge(
  "node_md_blocks_synced",
  "Blocks that the running resync, recovery or check has completed.",
  "device",
);
const raidDisks = gauge("node_md_raid_disks", "Disks that the array is configured to have.", "device");
const degraded = gauge("node_md_degraded", "Missing disks of the array.", "device");

/** Label values and the states of /proc/mdstat behind them; an array that is being reshaped is in none of these. */
const STATES = [
  ["active", "active"],
  ["check", "checking"],
  ["inactive", "inactive"],
  ["recovering", "recovering"],
  ["resync", "resyncing"],
] as const;

const REDUNDANT = new Set(["raid1", "raid4", "raid5", "raid6", "raid10"]);

/** Containers of external metadata hold arrays and are none themselves. */
const CONTAINERS = new Set(["container", "imsm", "ddf", ""]);

export default defineCollector({
  name: "mdadm",
  summary: "Software RAID arrays from /proc/mdstat and /sys/block.",
  enabledByDefault: true,
  families: [required, disks, state, blocks, synced, raidDisks, degraded],
  sources: [
    procfs("mdstat", required, disks, state, blocks, synced),
    sysfs("block/*/md/*", raidDisks, degraded),
    kernelOption("CONFIG_BLK_DEV_MD"),
  ],
  flags: {},
  create({ host: { proc, sys }, skip }) {
    requireDirectory("path.procfs", proc);
    const mdstat = proc.file("mdstat", parseMdstat);
    return (emit) => {
      const arrays = mdstat.readIf();
      if (arrays === undefined) return absent("mdstat");
      for (const array of arrays) emitArray(emit, array);
      return orNoData(MISSING, () =>
        eachDevice(
          sys.glob("block/md*/md"),
          (path) => sys.exists(path),
          (path) => emitAttributes(emit, sys, path),
          skip,
        ),
      );
    };
  },
});

function emitArray(emit: Emit, array: MdArray): void {
  const { name } = array;
  emit(required, array.required, name);
  emit(disks, array.active, name, "active");
  emit(disks, array.failed, name, "failed");
  emit(disks, array.spare, name, "spare");
  for (const [label, word] of STATES) emit(state, array.state === word ? 1 : 0, name, label);
  emit(blocks, array.blocks, name);
  emit(synced, array.blocksSynced, name);
}

function emitAttributes(emit: Emit, sys: Tree, path: string): void {
  const device = path.slice("block/".length, -"/md".length);
  const directory = sys.directory(path);
  const level = directory.attributeIf("level", REQUIRED);
  if (level === undefined) return;
  const configured = CONTAINERS.has(level) ? undefined : directory.parsedIf("raid_disks", parseRaidDisks, REQUIRED);
  const missing = REDUNDANT.has(level) ? directory.parsedIf("degraded", parseUint, REQUIRED) : 0;
  if (configured !== undefined) emit(raidDisks, configured, device);
  if (missing !== undefined) emit(degraded, missing, device);
}

/** While an array is reshaped the number before follows in parentheses: `11 (10)`. */
function parseRaidDisks(text: string): number | undefined {
  return parseUint(text.split(" ")[0] ?? "");
}
