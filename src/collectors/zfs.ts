import { defineCollector, type Emit } from "./kit/define.ts";
import { attemptAll, eachDevice } from "./kit/each-device.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { errnoOf } from "./kit/errors.ts";
import { familyCache, gauge, untyped } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { absent } from "./kit/no-data.ts";
import { procfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseKstatIo, parseKstatNamed, parseKstatObjectSet, type KstatValue } from "./parsers/procfs/kstat.ts";
import type { Skip } from "./parsers/skip.ts";

/** Files of the module as a whole, and what their names begin with. */
const FILES = [
  ["abdstats", "abd"],
  ["arcstats", "arc"],
  ["dbufstats", "dbuf"],
  ["dmu_tx", "dmu_tx"],
  ["dnodestats", "dnode"],
  ["fm", "fm"],
  ["vdev_cache_stats", "vdev_cache"],
  ["vdev_mirror_stats", "vdev_mirror"],
  ["xuio_stats", "xuio"],
  ["zfetchstats", "zfetch"],
  ["zil", "zil"],
] as const;

const poolState = gauge(
  "node_zfs_zpool_state",
  "1 for the current state of the pool, 0 for the others.",
  "zpool",
  "state",
);
const poolIo = familyCache((field) =>
  untyped(`node_zfs_zpool_${nameOf(field)}`, `Value ${field} of the pool's I/O statistics.`, "zpool"),
);
const datasetValue = familyCache((field) =>
  untyped(`node_zfs_zpool_dataset_${nameOf(field)}`, `Value ${field} of the dataset.`, "zpool", "dataset"),
);

const STATES = ["online", "degraded", "faulted", "offline", "removed", "unavail", "suspended"] as const;

const FOLDER = "spl/kstat/zfs";

export default defineCollector({
  name: "zfs",
  summary: "ZFS statistics from /proc/spl/kstat/zfs.",
  enabledByDefault: true,
  families: [poolState, "node_zfs_*"],
  sources: [procfs("spl/kstat/zfs/**")],
  flags: {},
  create({ host: { proc }, skip }) {
    const files = FILES.map(([file, prefix]) => moduleFile(proc, file, prefix));
    return (emit) => {
      const entries = proc.entriesIf(FOLDER, HIDDEN);
      if (entries === undefined) return absent(FOLDER);
      const pools = entries.filter(({ kind }) => kind === "directory").map(({ name }) => name);
      const emitPools = () =>
        eachDevice(
          pools,
          (pool) => proc.exists(`${FOLDER}/${pool}`),
          (pool) => emitPool(emit, proc, pool, skip),
          skip,
        );
      attemptAll([...files, emitPools], (step) => step(emit));
      return undefined;
    };
  },
});

function moduleFile(proc: Tree, name: string, prefix: string): (emit: Emit) => void {
  const file = proc.file(`${FOLDER}/${name}`, parseKstatNamed);
  const families = familyCache((key) =>
    untyped(`node_zfs_${prefix}_${nameOf(key)}`, `Value ${key} of the statistics file ${name} of ZFS.`),
  );
  // Which files there are depends on the version of the module.
  return (emit) => {
    for (const { name: key, value } of file.readIf(HIDDEN) ?? []) emit(families(key), value);
  };
}

function emitPool(emit: Emit, proc: Tree, pool: string, skip: Skip): void {
  const path = `${FOLDER}/${pool}`;
  for (const name of proc.list(path)) {
    const file = `${path}/${name}`;
    readOrSkip(skip, () => {
      if (name === "io") emitIo(emit, parseKstatIo(proc.read(file), proc.resolve(file)), pool);
      else if (name === "state") emitState(emit, proc.read(file).toString("utf8"), pool);
      else if (name.startsWith("objset-")) emitDataset(emit, proc, file, pool, skip);
    });
  }
}

function emitIo(emit: Emit, values: readonly KstatValue[], pool: string): void {
  for (const { name, value } of values) emit(poolIo(name), value, pool);
}

function emitState(emit: Emit, text: string, pool: string): void {
  const [first = ""] = text.split("\n");
  const current = first.trim().toLowerCase();
  for (const each of STATES) emit(poolState, each === current ? 1 : 0, pool, each);
}

/** Datasets come and go while their pool stays. */
function emitDataset(emit: Emit, proc: Tree, path: string, pool: string, skip: Skip): void {
  try {
    const { dataset, values } = parseKstatObjectSet(proc.read(path), proc.resolve(path), skip);
    for (const { name, value } of values) emit(datasetValue(name), value, pool, dataset);
  } catch (error) {
    if (errnoOf(error) === undefined || proc.exists(path)) throw error;
  }
}

function nameOf(key: string): string {
  return key.replaceAll(/[^0-9A-Za-z_]/g, "_");
}
