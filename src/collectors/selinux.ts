import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { hostFile, kernelOption } from "./kit/sources.ts";
import { configuredMode, currentMode, findSelinux } from "./selinux/state.ts";

const enabled = gauge("node_selinux_enabled", "1 if SELinux is enabled.");
const configMode = gauge("node_selinux_config_mode", "Mode at boot: 1 enforcing, 0 permissive, -1 off.");
const currentModeNow = gauge("node_selinux_current_mode", "Mode now: 1 enforcing, 0 permissive, -1 unknown.");

/** No path flag applies: the labels are those of this process. */
const ROOT = "";

export default defineCollector({
  name: "selinux",
  summary: "Whether SELinux is enabled and enforcing.",
  enabledByDefault: true,
  families: [enabled, configMode, currentModeNow],
  sources: [
    hostFile("/proc/self/mountinfo", enabled),
    hostFile("/proc/thread-self/attr/current", enabled),
    hostFile("/proc/self/attr/current", enabled),
    hostFile("/etc/selinux/config", configMode),
    hostFile("/sys/fs/selinux/enforce", currentModeNow),
    kernelOption("CONFIG_SECURITY_SELINUX"),
  ],
  flags: {},
  create({ skip }) {
    // SELinux is switched on at boot or never.
    let mount: string | undefined;
    let searched = false;
    return (emit) => {
      if (!searched) mount = findSelinux(ROOT, skip);
      searched = true;
      emit(enabled, mount === undefined ? 0 : 1);
      if (mount === undefined) return;
      emit(configMode, configuredMode(ROOT));
      emit(currentModeNow, currentMode(mount));
    };
  },
});
