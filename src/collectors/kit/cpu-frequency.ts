/** One family of two collectors: cpu reads it from /proc/cpuinfo, cpufreq from sysfs, with other labels. */
export const CPU_FREQUENCY = "node_cpu_frequency_hertz";
export const CPU_FREQUENCY_HELP = "Current clock rate of the CPU in hertz.";
