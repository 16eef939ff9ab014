import { readFileSync } from "node:fs";
import type { Diagnosis } from "../diagnosis.ts";
import { hasCapability } from "../capabilities.ts";
import type { Finding } from "../finding.ts";

const SETTING = "sys/kernel/perf_event_paranoid";

/** Whether counters of all processes may be opened, which perf_event_open(2) needs a value of at most 0 or a right for. */
export function checkPerf({ options: { paths, collectors } }: Diagnosis): readonly Finding[] {
  if (!collectors.enabled.includes("perf") || hasCapability("CAP_PERFMON") || hasCapability("CAP_SYS_ADMIN")) return [];
  const path = `${paths.procfs}/${SETTING}`;
  const value = valueOf(path);
  if (value === "" || Number(value) <= 0) return [];
  return [
    {
      subject: "perf",
      what: "the kernel does not allow this user to count events of all processes",
      evidence: `${path} is ${value}, and neither CAP_PERFMON nor CAP_SYS_ADMIN is in effect`,
      consequence: "node_perf_*",
      remedy: "AmbientCapabilities=CAP_PERFMON in the unit, or sysctl kernel.perf_event_paranoid=0",
    },
  ];
}

function valueOf(path: string): string {
  try {
    return readFileSync(path, "latin1").trim();
  } catch {
    // A kernel without these events, which the collector reports itself.
    return "";
  }
}
