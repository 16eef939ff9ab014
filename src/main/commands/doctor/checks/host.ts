import { readlinkSync } from "node:fs";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";
import { mountAt, readMounts } from "../mounts.ts";

/** The PID namespace of the host itself: PROC_PID_INIT_INO in include/linux/proc_ns.h. */
const HOST_PID_NAMESPACE = "pid:[4026531836]";

/** Whether what is read is the host, not the container or namespace that the exporter is in. */
export function checkHost(diagnosis: Diagnosis): readonly Finding[] {
  return [
    ...checkKind(diagnosis, "path.procfs", diagnosis.options.paths.procfs, "proc"),
    ...checkKind(diagnosis, "path.sysfs", diagnosis.options.paths.sysfs, "sysfs"),
    ...checkProcesses(diagnosis),
    ...checkMounts(diagnosis),
  ];
}

function checkKind({ mounts }: Diagnosis, flag: string, path: string, type: string): readonly Finding[] {
  const mount = mountAt(mounts, path);
  if (mounts.length === 0 || mount?.type === type) return [];
  return [
    {
      subject: `--${flag}`,
      what: `${path} is not a mounted ${type === "proc" ? "procfs" : "sysfs"}`,
      evidence: mount === undefined ? `no mount at ${path}` : `${path} has the type ${mount.type}`,
      consequence: "values of a copy, or none",
      remedy: `mount it there, such as -v /${type === "proc" ? "proc" : "sys"}:${path}:ro, or leave out --${flag}`,
      isNote: true,
    },
  ];
}

function checkProcesses({ options: { paths } }: Diagnosis): readonly Finding[] {
  const namespace = link("/proc/self/ns/pid");
  if (paths.procfs !== "/proc" || namespace === "" || namespace === HOST_PID_NAMESPACE) return [];
  return [
    {
      subject: "--path.procfs",
      what: "/proc is that of a container: this process is in a PID namespace of its own",
      evidence: `/proc/self/ns/pid is ${namespace}`,
      consequence: "node_procs_*, node_processes_* and mounts are the container's",
      remedy: "run with --pid=host (hostPID: true), or mount the host's /proc and set --path.procfs",
    },
  ];
}

/** Mounts of process 1 are the host's; the same place is another mount in another namespace. */
function checkMounts({ options: { paths, collectors }, mounts }: Diagnosis): readonly Finding[] {
  const own = mountAt(mounts, "/")?.id;
  const first = mountAt(readMounts("/proc/1/mountinfo"), "/")?.id;
  const isHosts = own === undefined || first === undefined || own === first;
  if (isHosts || paths.rootfs !== "/" || !collectors.enabled.includes("filesystem")) return [];
  return [
    {
      subject: "--path.rootfs",
      what: "this process does not have the host's mounts: it is in a mount namespace of its own",
      evidence: `/ is mount ${own} in /proc/self/mountinfo, and mount ${first} in /proc/1/mountinfo`,
      consequence: "node_filesystem_* lacks the mounts that only the host has",
      remedy: "mount the host's / with propagation (-v /:/host:ro,rslave) and set --path.rootfs=/host",
    },
  ];
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Not this process's to know.
    return "";
  }
}
