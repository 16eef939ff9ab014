import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { NoDataError } from "./kit/errors.ts";
import { counter, familyCache, gauge, sanitizeName } from "./kit/family.ts";
import type { Entry, Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseUint } from "./parsers/numbers.ts";
import type { Skip } from "./parsers/skip.ts";
import {
  parseBcachefsNumber,
  parseBtreeWriteStats,
  parseCompressionStats,
  parseCounter,
  parseErrors,
  parseIoDone,
  parseIoErrors,
} from "./parsers/sysfs/bcachefs.ts";

const info = gauge("node_bcachefs_info", "A mounted bcachefs file system; always 1.", "uuid");
const btreeCache = gauge("node_bcachefs_btree_cache_size_bytes", "Memory that the B-tree cache holds.", "uuid");
const compressed = gauge(
  "node_bcachefs_compression_compressed_bytes",
  "Size of the data as stored, by compression algorithm.",
  "uuid",
  "algorithm",
);
const uncompressed = gauge(
  "node_bcachefs_compression_uncompressed_bytes",
  "Size of the data before compression, by compression algorithm.",
  "uuid",
  "algorithm",
);
const errors = counter("node_bcachefs_errors_total", "Faults found in the file system.", "uuid", "error_type");
const btreeWrites = counter("node_bcachefs_btree_writes_total", "B-tree node writes by cause.", "uuid", "type");
const btreeWriteSize = gauge(
  "node_bcachefs_btree_write_average_size_bytes",
  "Mean size of a B-tree node write by cause.",
  "uuid",
  "type",
);
const deviceInfo = gauge(
  "node_bcachefs_device_info",
  "Label and state of a member device; always 1.",
  "uuid",
  "device",
  "label",
  "state",
);
const bucketSize = gauge("node_bcachefs_device_bucket_size_bytes", "Size of a bucket.", "uuid", "device");
const buckets = gauge("node_bcachefs_device_buckets", "Buckets of the device.", "uuid", "device");
const durability = gauge(
  "node_bcachefs_device_durability",
  "Replicas that a copy on this device counts as.",
  "uuid",
  "device",
);
const ioDone = counter(
  "node_bcachefs_device_io_done_bytes_total",
  "Bytes read from and written to the device by type of data.",
  "uuid",
  "device",
  "operation",
  "data_type",
);
const ioErrors = counter(
  "node_bcachefs_device_io_errors_total",
  "Errors of the device since the file system was created.",
  "uuid",
  "device",
  "type",
);
const counters = familyCache((file) =>
  counter(`node_bcachefs_${sanitizeName(file)}_total`, `Count of ${file} since the file system was created.`, "uuid"),
);

const NO_FILE_SYSTEM = new NoDataError("no bcachefs file system");

const FOLDER = "fs/bcachefs";
const DEVICE = "dev-";

const DEVICE_NUMBERS = [
  { file: "bucket_size", family: bucketSize, parse: parseBcachefsNumber },
  { file: "nbuckets", family: buckets, parse: parseUint },
  { file: "durability", family: durability, parse: parseUint },
] as const;

/** A label or state that cannot be read is shown empty. */
const UNREADABLE = new Set(["ENOENT", "EACCES", "EPERM", "EIO", "EINVAL"]);

export default defineCollector({
  name: "bcachefs",
  summary: "Bcachefs file system statistics from /sys/fs/bcachefs.",
  enabledByDefault: true,
  families: [
    info,
    btreeCache,
    compressed,
    uncompressed,
    errors,
    btreeWrites,
    btreeWriteSize,
    deviceInfo,
    bucketSize,
    buckets,
    durability,
    ioDone,
    ioErrors,
    "node_bcachefs_*_total",
  ],
  sources: [sysfs("fs/bcachefs/**"), kernelOption("CONFIG_BCACHEFS_FS")],
  flags: {},
  create({ host: { sys }, skip }) {
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const entries = sys.entriesIf(FOLDER);
      if (entries === undefined) return absent(FOLDER);
      const uuids = directories(entries);
      if (uuids.length === 0) return NO_FILE_SYSTEM;
      eachDevice(
        uuids,
        (uuid) => sys.exists(`${FOLDER}/${uuid}`),
        (uuid) => emitFileSystem(emit, sys, `${FOLDER}/${uuid}`, uuid, skip),
        skip,
      );
      return undefined;
    };
  },
});

function emitFileSystem(emit: Emit, sys: Tree, path: string, uuid: string, skip: Skip): void {
  emit(info, 1, uuid);
  const size = sys.directory(path).parsedIf("btree_cache_size", parseBcachefsNumber, undefined, 0);
  if (size !== undefined) emit(btreeCache, size, uuid);
  for (const each of parseIfThere(sys, `${path}/compression_stats`, parseCompressionStats, skip)) {
    emit(compressed, each.compressed, uuid, each.algorithm);
    emit(uncompressed, each.uncompressed, uuid, each.algorithm);
  }
  for (const { name, count } of parseIfThere(sys, `${path}/errors`, parseErrors, skip)) emit(errors, count, uuid, name);
  for (const each of parseIfThere(sys, `${path}/btree_write_stats`, parseBtreeWriteStats, skip)) {
    emit(btreeWrites, each.count, uuid, each.name);
    emit(btreeWriteSize, each.averageSize, uuid, each.name);
  }
  readOrSkip(skip, () => emitCounters(emit, sys, `${path}/counters`, uuid));
  for (const name of directories(sys.entries(path))) {
    if (name.startsWith(DEVICE)) emitDevice(emit, sys, `${path}/${name}`, uuid, name.slice(DEVICE.length), skip);
  }
}

function emitCounters(emit: Emit, sys: Tree, path: string, uuid: string): void {
  if (!sys.exists(path)) return;
  const directory = sys.directory(path);
  for (const file of sys.list(path)) {
    const count = directory.parsedIf(file, parseCounter);
    if (count !== undefined) emit(counters(file), count, uuid);
  }
}

function emitDevice(emit: Emit, sys: Tree, path: string, uuid: string, device: string, skip: Skip): void {
  const directory = sys.directory(path);
  const label = directory.attributeIf("label", UNREADABLE) ?? "";
  const state = directory.attributeIf("state", UNREADABLE) ?? "";
  emit(deviceInfo, 1, uuid, device, label, state);
  for (const { file, family, parse } of DEVICE_NUMBERS) {
    const value = directory.parsedIf(file, parse, undefined, 0);
    if (value !== undefined) emit(family, value, uuid, device);
  }
  for (const { operation, dataType, bytes } of parseIfThere(sys, `${path}/io_done`, parseIoDone, skip))
    emit(ioDone, bytes, uuid, device, operation, dataType);
  for (const { name, count } of parseIfThere(sys, `${path}/io_errors`, parseIoErrors, skip))
    emit(ioErrors, count, uuid, device, name);
}

/** Files differ between versions of the file system: one that is missing has no rows, nor has one that cannot be read. */
function parseIfThere<T>(
  sys: Tree,
  path: string,
  parse: (bytes: Buffer, path: string, skip: Skip) => readonly T[],
  skip: Skip,
): readonly T[] {
  const read = (): readonly T[] => {
    const bytes = sys.readIf(path);
    return bytes === undefined ? [] : parse(bytes, sys.resolve(path), skip);
  };
  return readOrSkip(skip, read) ?? [];
}

function directories(entries: readonly Entry[]): readonly string[] {
  return entries.filter(({ kind }) => kind === "directory").map(({ name }) => name);
}
