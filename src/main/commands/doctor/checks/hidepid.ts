import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";
import { mountAt } from "../mounts.ts";

const HIDING = /^hidepid=(1|2|4|noaccess|invisible|ptraceable)$/;

/** Whether /proc hides other users' processes from this one. */
export function checkHidepid({ options: { paths, collectors }, mounts }: Diagnosis): readonly Finding[] {
  const options = mountAt(mounts, paths.procfs)?.superOptions ?? [];
  const hiding = options.find((option) => HIDING.test(option));
  const group = Number(
    /^gid=(\d+)$/.exec(options.find((option) => option.startsWith("gid=")) ?? "")?.[1] ?? Number.NaN,
  );
  const isExempt = process.getuid?.() === 0 || process.getgroups?.().includes(group) === true;
  if (hiding === undefined || isExempt) return [];
  const isUsed = collectors.enabled.includes("processes");
  return [
    {
      subject: "--path.procfs",
      what: "other users' processes are hidden from the exporter",
      evidence: `${paths.procfs} is mounted with ${hiding}`,
      consequence:
        "node_processes_* counts the exporter's own processes only, and mounts are its own, not those of process 1",
      remedy: "mount /proc with gid=GROUP and run the exporter with that group (SupplementaryGroups=GROUP)",
      ...(!isUsed && { isNote: true }),
    },
  ];
}
