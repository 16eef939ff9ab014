/** No kernel has more CPUs. */
const MAX_CPUS = 65_536;

/** CPUs of a list such as `0,2-6` or `2-10:4` (every fourth from 2 to 10); undefined when it is none. */
export function parseCpus(list: string): readonly number[] | undefined {
  const cpus: number[] = [];
  for (const range of list.split(",")) {
    const match = /^(\d{1,6})(?:-(\d{1,6})(?::(\d{1,6}))?)?$/.exec(range.trim());
    if (match === null) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    const stride = Number(match[3] ?? 1);
    if (last < first || stride === 0 || last >= MAX_CPUS) return undefined;
    for (let cpu = first; cpu <= last; cpu += stride) cpus.push(cpu);
  }
  return [...new Set(cpus)];
}

/** Number of CPUs that a process may run on, from its /proc/PID/status; undefined when the file does not have it. */
export function allowedCpuCount(status: string): number | undefined {
  const [, list] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status) ?? [];
  return list === undefined ? undefined : parseCpus(list)?.length;
}
