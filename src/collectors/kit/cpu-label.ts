const labels: string[] = [];

/** The number of a CPU as text: the same string on every scrape, which the sink compares faster. */
export function cpuLabel(cpu: number): string {
  return cpu < 8192 ? (labels[cpu] ??= String(cpu)) : String(cpu);
}
