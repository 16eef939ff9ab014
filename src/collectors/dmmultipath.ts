import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import { REQUIRED, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseUint } from "./parsers/numbers.ts";
import type { Skip } from "./parsers/skip.ts";

const info = gauge(
  "node_dmmultipath_device_info",
  "Name and identifier of a multipath device; always 1.",
  "device",
  "sysfs_name",
  "uuid",
);
const active = gauge(
  "node_dmmultipath_device_active",
  "1 when the multipath device serves requests, 0 when it is suspended.",
  "device",
  "sysfs_name",
);
const size = gauge("node_dmmultipath_device_size_bytes", "Size of the multipath device.", "device", "sysfs_name");
const paths = gauge("node_dmmultipath_device_paths", "Paths of the multipath device.", "device", "sysfs_name");
const pathsActive = gauge(
  "node_dmmultipath_device_paths_active",
  "Paths whose device is running or live.",
  "device",
  "sysfs_name",
);
const pathsFailed = gauge(
  "node_dmmultipath_device_paths_failed",
  "Paths whose device is in any other state.",
  "device",
  "sysfs_name",
);
const pathState = gauge(
  "node_dmmultipath_path_state",
  "State of a path's device; always 1.",
  "device",
  "path",
  "state",
);

const BLOCK = "block";
const SECTOR_BYTES = 512;

/** What SCSI (`running`) and NVMe (`live`) devices report when they work. */
const ACTIVE = new Set(["running", "live"]);

export default defineCollector({
  name: "dmmultipath",
  summary: "Device mapper multipath devices and their paths from /sys/block.",
  enabledByDefault: true,
  families: [info, active, size, paths, pathsActive, pathsFailed, pathState],
  sources: [sysfs("block/**"), kernelOption("CONFIG_DM_MULTIPATH")],
  flags: {},
  create({ host: { proc, sys }, skip }) {
    requireDirectory("path.procfs", proc);
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const names = sys.listIf(BLOCK, HIDDEN);
      if (names === undefined) return absent(BLOCK);
      return orNoData(HIDDEN, () =>
        eachDevice(
          names.filter((name) => name.startsWith("dm-")),
          (name) => sys.exists(`${BLOCK}/${name}`),
          (name) => emitDevice(emit, sys, name, skip),
          skip,
        ),
      );
    };
  },
});

function emitDevice(emit: Emit, sys: Tree, name: string, skip: Skip): void {
  const path = `${BLOCK}/${name}`;
  const directory = sys.directory(path);
  const uuid = directory.attributeIf("dm/uuid");
  if (uuid?.startsWith("mpath-") !== true) return;
  const device = directory.attribute("dm/name");
  emit(info, 1, device, name, uuid);
  const suspended = directory.parsedIf("dm/suspended", parseUint, REQUIRED);
  if (suspended !== undefined) emit(active, suspended === 1 ? 0 : 1, device, name);
  const sectors = directory.parsedIf("size", parseUint, REQUIRED);
  if (sectors !== undefined) emit(size, sectors * SECTOR_BYTES, device, name);
  emitPaths(emit, sys, `${path}/slaves`, device, name, skip);
}

/** A path whose state cannot be read counts neither as one that works nor as one that failed. */
function emitPaths(emit: Emit, sys: Tree, slaves: string, device: string, name: string, skip: Skip): void {
  const found = sys.exists(slaves) ? sys.list(slaves) : [];
  emit(paths, found.length, device, name);
  let known = 0;
  let working = 0;
  for (const path of found) {
    const state = readOrSkip(skip, () => sys.attribute(`${BLOCK}/${path}/device/state`));
    if (state === undefined) continue;
    known++;
    if (ACTIVE.has(state)) working++;
    emit(pathState, 1, device, path, state);
  }
  emit(pathsActive, working, device, name);
  emit(pathsFailed, known - working, device, name);
}
