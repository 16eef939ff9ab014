import { defineCollector } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { GONE } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import type { ParsedFile, Tree } from "./kit/host.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseCpuVulnerability, type CpuVulnerability } from "./parsers/sysfs/cpu_vulnerability.ts";

const FOLDER = "devices/system/cpu/vulnerabilities";

const info = gauge(
  "node_cpu_vulnerabilities_info",
  "State and mitigation of every CPU vulnerability known to the kernel; always 1.",
  "codename",
  "state",
  "mitigation",
);

export default defineCollector({
  name: "cpu_vulnerabilities",
  summary: "CPU vulnerabilities and their mitigations from sysfs.",
  enabledByDefault: false,
  families: [info],
  sources: [sysfs("devices/system/cpu/vulnerabilities/*"), kernelOption("CONFIG_GENERIC_CPU_VULNERABILITIES")],
  flags: {},
  create({ host, skip }) {
    const files = new Map<string, ParsedFile<CpuVulnerability>>();
    return (emit) => {
      const emitFlaw = (codename: string): void => {
        let file = files.get(codename);
        if (file === undefined)
          files.set(codename, (file = host.sys.file(`${FOLDER}/${codename}`, parseCpuVulnerability)));
        const { state, mitigation } = file.read();
        emit(info, 1, codename, state, mitigation);
      };
      attemptAll(listFlaws(host.sys), emitFlaw, skip);
    };
  },
});

/** Kernels before 4.15 and some architectures have no such folder. */
function listFlaws(sys: Tree): readonly string[] {
  return sys.listIf(FOLDER, GONE) ?? (sys.isDirectory("") ? [] : sys.list(FOLDER));
}
