import type { Emit } from "../kit/define.ts";
import { gauge } from "../kit/family.ts";
import type { NameTest } from "../kit/filter.ts";
import type { CpuinfoFile } from "../parsers/procfs/cpuinfo_lines.ts";
import { MODEL_LABELS, modelOf } from "./model.ts";
import { CPU_FREQUENCY, CPU_FREQUENCY_HELP } from "../kit/cpu-frequency.ts";

const info = gauge(
  "node_cpu_info",
  "Vendor and model of every CPU as labels, from /proc/cpuinfo; always 1.",
  "package",
  "core",
  "cpu",
  ...MODEL_LABELS,
);
const frequency = gauge(CPU_FREQUENCY, CPU_FREQUENCY_HELP, "package", "core", "cpu");
const flagInfo = gauge("node_cpu_flag_info", "A selected feature flag that the first CPU has; always 1.", "flag");
const bugInfo = gauge("node_cpu_bug_info", "A selected hardware bug that the first CPU has; always 1.", "bug");

export const INFO_FAMILIES = [info, frequency, flagInfo, bugInfo];

/** What of /proc/cpuinfo is shown. */
export interface InfoOptions {
  readonly withFrequency: boolean;
  /** Flags and bugs to show; undefined for none. */
  readonly flags: NameTest | undefined;
  readonly bugs: NameTest | undefined;
}

export function emitInfo(emit: Emit, file: CpuinfoFile, options: InfoOptions): void {
  for (const each of file.cpus) {
    const cpu = String(each.processor);
    const { physicalId, coreId } = each;
    emit(info, 1, physicalId, coreId, cpu, ...modelOf(each));
    if (options.withFrequency && each.mhz !== undefined) emit(frequency, each.mhz * 1e6, physicalId, coreId, cpu);
  }
  emitFeatures(emit, file, options);
}

/** Flags and bugs, which are those of the first CPU. */
export function emitFeatures(emit: Emit, file: CpuinfoFile, { flags, bugs }: InfoOptions): void {
  if (file.cpus.length === 0) return;
  if (flags !== undefined) for (const flag of file.flags) if (flags(flag)) emit(flagInfo, 1, flag);
  if (bugs !== undefined) for (const bug of file.bugs) if (bugs(bug)) emit(bugInfo, 1, bug);
}
