import { CPU_FREQUENCY, CPU_FREQUENCY_HELP } from "../kit/cpu-frequency.ts";
import { type Family, gauge } from "../kit/family.ts";

/** A file in kHz and its family. */
export interface Rate {
  readonly file: string;
  readonly family: Family<readonly ["cpu"]>;
  /** A bound that only changes when somebody sets it. */
  readonly isLimit?: true;
}

export const RATES: readonly Rate[] = [
  { file: "cpuinfo_cur_freq", family: gauge(CPU_FREQUENCY, CPU_FREQUENCY_HELP, "cpu") },
  {
    file: "cpuinfo_avg_freq",
    family: gauge("node_cpu_frequency_avg_hertz", "Average clock rate since it was last read, in hertz.", "cpu"),
  },
  {
    file: "cpuinfo_min_freq",
    isLimit: true,
    family: gauge("node_cpu_frequency_min_hertz", "Lowest clock rate of the CPU in hertz.", "cpu"),
  },
  {
    file: "cpuinfo_max_freq",
    isLimit: true,
    family: gauge("node_cpu_frequency_max_hertz", "Highest clock rate of the CPU in hertz.", "cpu"),
  },
  {
    file: "scaling_cur_freq",
    family: gauge("node_cpu_scaling_frequency_hertz", "Clock rate last chosen by the governor, in hertz.", "cpu"),
  },
  {
    file: "scaling_min_freq",
    isLimit: true,
    family: gauge(
      "node_cpu_scaling_frequency_min_hertz",
      "Lowest clock rate the governor may choose, in hertz.",
      "cpu",
    ),
  },
  {
    file: "scaling_max_freq",
    isLimit: true,
    family: gauge(
      "node_cpu_scaling_frequency_max_hertz",
      "Highest clock rate the governor may choose, in hertz.",
      "cpu",
    ),
  },
];
