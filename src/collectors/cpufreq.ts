import { CPU_ROOT } from "./kernel/cpu-directories.ts";
import { cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { defineCollector, type Emit } from "./kit/define.ts";
import { familiesIn, gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import type { Cpu } from "./cpufreq/cpu-rates.ts";
import { Governors } from "./cpufreq/governors.ts";
import { GROUP_FAMILIES, GroupedScaling } from "./cpufreq/groups.ts";
import { RATES } from "./cpufreq/rates.ts";
import { ScaledCpus } from "./cpufreq/scaled-cpus.ts";
import { parseCpuList } from "./parsers/sysfs/cpu_list.ts";

const governorState = gauge(
  "node_cpu_scaling_governor",
  "Whether the frequency governor is in use (1) or only available (0).",
  "cpu",
  "governor",
);

export default defineCollector({
  name: "cpufreq",
  summary: "CPU clock rates and frequency governors from /sys/devices/system/cpu.",
  enabledByDefault: true,
  families: [...familiesIn(RATES), governorState, ...GROUP_FAMILIES],
  sources: [sysfs("devices/system/cpu/**"), ...cpuGroupSources(...GROUP_FAMILIES), kernelOption("CONFIG_CPU_FREQ")],
  flags: {},
  create(context) {
    const { host, skip } = context;
    requireDirectory("path.sysfs", host.sys);
    const offline = host.sys.file(`${CPU_ROOT}/offline`, (bytes, path) => new Set(parseCpuList(bytes, path)));
    const cpus = new ScaledCpus(host.sys, skip);
    const governors = new Governors();
    const groups = cpuGroups(context);
    if (groups !== undefined) {
      const grouped = new GroupedScaling(groups, cpus, governors);
      return (emit, scrape) => grouped.update(emit, scrape, offline.read());
    }
    return (emit, scrape) => {
      governors.startScrape();
      cpus.each(scrape, offline.read(), (cpu) => {
        cpus.rates.eachRate(cpu, ({ family }, hertz) => emit(family, hertz, cpu.cpu));
        emitGovernors(emit, cpu, governors.of(cpus.rates.directoryOf(cpu)));
      });
    };
  },
});

function emitGovernors(emit: Emit, { cpu }: Cpu, found: ReturnType<Governors["of"]>): void {
  if (found === undefined) return;
  for (const each of found.available) emit(governorState, each === found.governor ? 1 : 0, cpu, each);
}
