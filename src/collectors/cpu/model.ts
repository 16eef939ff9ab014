import type { CpuInfo } from "../parsers/procfs/cpuinfo_lines.ts";

/** Labels that show what kind of CPU one is. */
export const MODEL_LABELS = ["vendor", "family", "model", "model_name", "microcode", "stepping", "cachesize"] as const;

/** Their values. */
export function modelOf({ vendorId, cpuFamily, model, modelName, microcode, stepping, cacheSize }: CpuInfo) {
  return [vendorId, cpuFamily, model, modelName, microcode, stepping, cacheSize] as const;
}
