import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { counter, familiesIn, gauge } from "./kit/family.ts";
import { namePair } from "./kit/name-pair.ts";
import { REQUIRED, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";

const ioNow = gauge("node_tape_io_now", "Requests in flight at the tape drive.", "device");
const ioTime = counter("node_tape_io_time_seconds_total", "Seconds spent on requests of all kinds.", "device");
const ioOthers = counter("node_tape_io_others_total", "Requests other than reads and writes.", "device");
const readBytes = counter("node_tape_read_bytes_total", "Bytes read from tape.", "device");
const reads = counter("node_tape_reads_completed_total", "Successful reads.", "device");
const readTime = counter("node_tape_read_time_seconds_total", "Seconds spent on reads.", "device");
const residual = counter("node_tape_residual_total", "Requests that transferred fewer bytes than requested.", "device");
const writtenBytes = counter("node_tape_written_bytes_total", "Bytes written to tape.", "device");
const writes = counter("node_tape_writes_completed_total", "Successful writes.", "device");
const writeTime = counter("node_tape_write_time_seconds_total", "Seconds spent on writes.", "device");

const SECONDS = 1e-9;

/** Attributes of a drive's `stats` directory and what they give. */
const ATTRIBUTES = [
  { file: "in_flight", family: ioNow, unit: 1 },
  { file: "io_ns", family: ioTime, unit: SECONDS },
  { file: "other_cnt", family: ioOthers, unit: 1 },
  { file: "read_byte_cnt", family: readBytes, unit: 1 },
  { file: "read_cnt", family: reads, unit: 1 },
  { file: "read_ns", family: readTime, unit: SECONDS },
  { file: "resid_cnt", family: residual, unit: 1 },
  { file: "write_byte_cnt", family: writtenBytes, unit: 1 },
  { file: "write_cnt", family: writes, unit: 1 },
  { file: "write_ns", family: writeTime, unit: SECONDS },
] as const;

/** The rewinding node of a drive without mode suffix: one a drive, so nothing is counted twice. */
const DRIVE = /^st[0-9]+$/;

const CLASS = "class/scsi_tape";

const names = namePair({
  what: "tape drives",
  exclude: { flag: "collector.tapestats.ignored-devices", default: "^$" },
  isAppliedEmpty: true,
});

export default defineCollector({
  name: "tapestats",
  summary: "SCSI tape drive statistics from /sys/class/scsi_tape.",
  enabledByDefault: true,
  families: familiesIn(ATTRIBUTES),
  sources: [sysfs("class/scsi_tape/**"), kernelOption("CONFIG_CHR_DEV_ST")],
  flags: {
    ...names.flags,
  },
  create(context) {
    const { host, skip } = context;
    requireDirectory("path.sysfs", host.sys);
    const ignored = names.ignored(context);
    return (emit) => {
      const names = host.sys.listIf(CLASS);
      if (names === undefined) return absent(CLASS);
      eachDevice(
        names.filter((name) => DRIVE.test(name) && !ignored(name)),
        (name) => host.sys.exists(`${CLASS}/${name}`),
        (name) => emitDrive(emit, host.sys, name),
        skip,
      );
      return undefined;
    };
  },
});

function emitDrive(emit: Emit, sys: Tree, device: string): void {
  const stats = sys.directory(`${CLASS}/${device}/stats`);
  for (const { file, family, unit } of ATTRIBUTES) {
    const value = stats.uintIf(file, REQUIRED);
    if (value !== undefined) emit(family, value * unit, device);
  }
}
