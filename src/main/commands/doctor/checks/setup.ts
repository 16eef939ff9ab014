import { accessSync, constants } from "node:fs";
import { messageOf } from "../../../../collectors/kit/errors.ts";
import { openFilesLimit } from "../../../process-limits.ts";
import { type Diagnosis, shownValue } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";

/** With fewer descriptors hardly any file is kept open, and few connections are left. */
const ENOUGH_FILES = 512;

export function checkDescriptors(): readonly Finding[] {
  const limit = openFilesLimit();
  if (limit >= ENOUGH_FILES) return [];
  return [
    {
      subject: "descriptors",
      what: "the exporter may open few files",
      evidence: `/proc/self/limits: Max open files is ${limit}`,
      consequence: "none yet: scrapes cost more, and connections are refused early",
      remedy: "LimitNOFILE=8192 in the unit, or ulimit -n 8192",
    },
  ];
}

export function checkUdev({ options: { paths, collectors } }: Diagnosis): readonly Finding[] {
  if (!collectors.enabled.includes("diskstats")) return [];
  try {
    accessSync(paths.udevData, constants.R_OK);
    return [];
  } catch (error) {
    return [
      {
        subject: "--path.udev.data",
        what: "there is no database of udev",
        evidence: messageOf(error),
        consequence:
          "node_disk_ata_*, node_disk_device_mapper_info, node_disk_filesystem_info, and labels of node_disk_info",
        remedy: "in a container, mount the host's /run/udev/data and set --path.udev.data",
        isNote: true,
      },
    ];
  }
}

export function checkClock(diagnosis: Diagnosis): readonly Finding[] {
  if (shownValue(diagnosis, "node_timex_sync_status") !== 0) return [];
  return [
    {
      subject: "clock",
      what: "the host's clock is not synchronized",
      evidence: "node_timex_sync_status is 0",
      consequence: "none here, but times of this host may be wrong everywhere",
      remedy: "run a time service such as chrony or systemd-timesyncd (timedatectl shows its state)",
      isNote: true,
    },
  ];
}
