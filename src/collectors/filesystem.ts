import { statfsSync } from "node:fs";
import { namePair } from "./kit/name-pair.ts";
import { defineCollector, type Emit, type Fault } from "./kit/define.ts";
import { ConfigurationError } from "./kit/errors.ts";
import { errnoNumber } from "./kit/errno-text.ts";
import { gauge } from "./kit/family.ts";
import { MountLog } from "./filesystem/mount-log.ts";
import { planMounts, type MountPlan, type ShownMount } from "./filesystem/plan.ts";
import { problemOf } from "./filesystem/problem.ts";
import type { ProbeAnswer } from "./kit/host.ts";
import { openMountTable } from "./kernel/mount-table.ts";
import { procfs, rootfs, systemCall } from "./kit/sources.ts";
import type { Mount } from "./parsers/procfs/mountinfo.ts";

const LABELS = ["device", "mountpoint", "fstype", "device_error"] as const;

const deviceError = gauge("node_filesystem_device_error", "1 if statfs failed on the file system.", ...LABELS);
const readOnly = gauge("node_filesystem_readonly", "1 when the file system is mounted read-only.", ...LABELS);
const size = gauge("node_filesystem_size_bytes", "Size in bytes.", ...LABELS);
const free = gauge("node_filesystem_free_bytes", "Free bytes, including those reserved for root.", ...LABELS);
const available = gauge("node_filesystem_avail_bytes", "Bytes that users other than root can still use.", ...LABELS);
const files = gauge("node_filesystem_files", "Total inodes.", ...LABELS);
const filesFree = gauge("node_filesystem_files_free", "Free inodes.", ...LABELS);
const purgeable = gauge(
  "node_filesystem_purgeable_bytes",
  "Bytes that the system could purge; always 0 on Linux.",
  ...LABELS,
);
const mountInfo = gauge(
  "node_filesystem_mount_info",
  "Device number of the mount as labels; always 1.",
  "device",
  "major",
  "minor",
  "mountpoint",
);

const TIMEOUT_FLAG = "collector.filesystem.mount-timeout";

/** Time between the answer of the slowest mount and the end of the scrape, in milliseconds. */
const MARGIN = 300;

const mountPoints = namePair({
  what: "mount points",
  include: { flag: "collector.filesystem.mount-points-include" },
  exclude: {
    flag: "collector.filesystem.mount-points-exclude",
    default: "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
    old: "collector.filesystem.ignored-mount-points",
  },
  isExclusive: true,
});

const types = namePair({
  what: "file system types",
  include: { flag: "collector.filesystem.fs-types-include" },
  exclude: {
    flag: "collector.filesystem.fs-types-exclude",
    default:
      "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
    old: "collector.filesystem.ignored-fs-types",
  },
  isExclusive: true,
});

export default defineCollector({
  name: "filesystem",
  summary: "Size and free space of mounted file systems, by statfs.",
  enabledByDefault: true,
  families: [deviceError, readOnly, size, free, available, files, filesFree, purgeable, mountInfo],
  sources: [
    procfs("1/mountinfo"),
    procfs("self/mountinfo"),
    rootfs("**", size, free, available, files, filesFree, deviceError),
    systemCall("statfs", size, free, available, files, filesFree, deviceError),
  ],
  flags: {
    ...mountPoints.flags,
    ...types.flags,
    [TIMEOUT_FLAG]: {
      type: "duration",
      default: "5s",
      help: "How long a scrape waits for a mount that does not respond.",
      hidden: true,
    },
    "collector.filesystem.stat-workers": {
      type: "int",
      default: 4,
      help: "Accepted for compatibility; has no effect.",
      hidden: true,
    },
  },
  create(context) {
    const { host, flags } = context;
    const timeout = flags[TIMEOUT_FLAG] * 1000;
    if (timeout <= 0) throw new ConfigurationError(`--${TIMEOUT_FLAG}: must be more than 0s`);
    const table = openMountTable(host.proc);
    const options = {
      rootfs: host.rootfs,
      ignoresMountPoint: mountPoints.ignored(context),
      ignoresType: types.ignored(context),
    };
    const mountLog = new MountLog((...line) => context.log(...line));
    let mounts: readonly Mount[] | undefined;
    let plan: MountPlan = { local: [], risky: [] };

    return (emit, { deadline }) => {
      const now = table.read();
      if (now !== mounts) mountLog.keep((plan = planMounts(now, options)));
      mounts = now;
      for (const mount of plan.local) show(emit, mount, statfs(mount.path));
      const { risky } = plan;
      if (risky.length > 0) return askProbe(emit, risky, waitUntil(deadline));
      host.mountProbe.close();
      context.faults([]);
      return undefined;
    };

    async function askProbe(emit: Emit, risky: readonly ShownMount[], until: number): Promise<void> {
      const paths = risky.map(({ path }) => path);
      const answers = await host.mountProbe.statfs(paths, { timeout, until });
      const hanging: Fault[] = [];
      for (const [i, mount] of risky.entries()) {
        const answer = answers[i] ?? "timeout";
        show(emit, mount, answer);
        if (answer === "timeout") hanging.push(faultOf(mount));
      }
      context.faults(hanging);
    }

    function show(emit: Emit, mount: ShownMount, answer: ProbeAnswer): void {
      const problem = problemOf(answer);
      mountLog.record(mount, problem);
      emitMount(emit, mount, answer, problem);
    }
  },
});

/** A slow mount must not cost the scrape its answer; a scrape in a hurry still gives mounts half of its time. */
function waitUntil(deadline: number): number {
  const left = deadline - performance.now();
  return deadline - Math.min(MARGIN, left / 2);
}

function faultOf({ mountPoint, device, fsType }: ShownMount): Fault {
  return { subject: mountPoint, problem: `does not answer (${fsType}, ${device})` };
}

/** The numbers of a mount that cannot hang. */
function statfs(path: string | Buffer): ProbeAnswer {
  try {
    return statfsSync(path);
  } catch (error) {
    const errno = errnoNumber(error);
    if (errno === undefined) throw error;
    return { errno };
  }
}

function emitMount(emit: Emit, mount: ShownMount, answer: ProbeAnswer, problem: string): void {
  const { device, mountPoint, fsType } = mount;
  emit(deviceError, problem === "" ? 0 : 1, device, mountPoint, fsType, problem);
  emit(readOnly, mount.readOnly, device, mountPoint, fsType, problem);
  if (typeof answer === "string" || "errno" in answer) return;
  const { bsize } = answer;
  emit(size, answer.blocks * bsize, device, mountPoint, fsType, "");
  emit(free, answer.bfree * bsize, device, mountPoint, fsType, "");
  emit(available, answer.bavail * bsize, device, mountPoint, fsType, "");
  emit(files, answer.files, device, mountPoint, fsType, "");
  emit(filesFree, answer.ffree, device, mountPoint, fsType, "");
  emit(purgeable, 0, device, mountPoint, fsType, "");
  emit(mountInfo, 1, device, mount.major, mount.minor, mountPoint);
}
