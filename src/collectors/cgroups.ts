import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parseCgroups } from "./parsers/procfs/cgroups.ts";

const cgroups = gauge("node_cgroups_cgroups", "Control groups that a controller has.", "subsys_name");
const enabled = gauge("node_cgroups_enabled", "1 if the controller is enabled.", "subsys_name");

export default defineCollector({
  name: "cgroups",
  summary: "Number of control groups from /proc/cgroups.",
  enabledByDefault: false,
  families: [cgroups, enabled],
  sources: [procfs("cgroups"), kernelOption("CONFIG_CGROUPS")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("cgroups", parseCgroups);
    return (emit) => {
      for (const subsystem of file.read()) {
        emit(cgroups, subsystem.cgroups, subsystem.name);
        emit(enabled, subsystem.enabled, subsystem.name);
      }
    };
  },
});
