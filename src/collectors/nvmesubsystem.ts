import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import { REQUIRED, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";

const info = gauge(
  "node_nvmesubsystem_info",
  "Qualified name, model, serial number and path selection policy of an NVMe subsystem; always 1.",
  "subsystem",
  "nqn",
  "model",
  "serial",
  "iopolicy",
);
const namespaceInfo = gauge(
  "node_nvmesubsystem_namespace_info",
  "Namespace device of an NVMe subsystem; always 1.",
  "subsystem",
  "device",
);
const paths = gauge("node_nvmesubsystem_paths", "Controllers that lead to the subsystem.", "subsystem");
const pathsLive = gauge("node_nvmesubsystem_paths_live", "Controllers that are in the state live.", "subsystem");
const pathState = gauge(
  "node_nvmesubsystem_path_state",
  "1 for the current state of the controller, 0 for the others.",
  "subsystem",
  "controller",
  "transport",
  "state",
);

const CLASS = "class/nvme-subsystem";
const STATES = ["connecting", "dead", "deleting", "live", "new", "resetting", "unknown"] as const;

export default defineCollector({
  name: "nvmesubsystem",
  summary: "Paths of NVMe subsystems from /sys/class/nvme-subsystem.",
  enabledByDefault: false,
  families: [info, namespaceInfo, paths, pathsLive, pathState],
  sources: [sysfs("class/nvme-subsystem/**"), kernelOption("CONFIG_NVME_CORE")],
  flags: {},
  create({ host: { sys }, skip }) {
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const names = sys.listIf(CLASS, HIDDEN);
      if (names === undefined) return absent(CLASS);
      return orNoData(HIDDEN, () =>
        eachDevice(
          names.filter((name) => name.startsWith("nvme-subsys")),
          (name) => sys.exists(`${CLASS}/${name}`),
          (name) => emitSubsystem(emit, sys, name),
          skip,
        ),
      );
    };
  },
});

interface Controller {
  readonly name: string;
  readonly transport: string;
  readonly state: string;
}

function emitSubsystem(emit: Emit, sys: Tree, subsystem: string): void {
  const path = `${CLASS}/${subsystem}`;
  const directory = sys.directory(path);
  const text = (name: string) => directory.attributeIf(name, REQUIRED) ?? "";
  const labels = [text("subsysnqn"), text("model"), text("serial"), text("iopolicy")] as const;
  const entries = sys.list(path);
  const names = entries.filter((name) => /^nvme[0-9]+$/.test(name));
  const controllers = names.flatMap((name) => readController(sys, `${path}/${name}`, name));
  emit(info, 1, subsystem, ...labels);
  for (const device of entries) if (/^nvme[0-9]+n[0-9]+$/.test(device)) emit(namespaceInfo, 1, subsystem, device);
  emit(paths, names.length, subsystem);
  emit(pathsLive, controllers.filter(({ state }) => state === "live").length, subsystem);
  for (const controller of controllers) emitStates(emit, subsystem, controller);
}

/** None for a path whose state cannot be read. */
function readController(sys: Tree, path: string, name: string): readonly Controller[] {
  const directory = sys.directory(path);
  const state = directory.attributeIf("state", REQUIRED);
  const transport = directory.attributeIf("transport", REQUIRED) ?? "";
  return state === undefined ? [] : [{ name, transport, state }];
}

function emitStates(emit: Emit, subsystem: string, { name, transport, state }: Controller): void {
  const known = normalize(state);
  for (const each of STATES) emit(pathState, each === known ? 1 : 0, subsystem, name, transport, each);
}

function normalize(state: string): string {
  if (state === "deleting (no IO)") return "deleting";
  return STATES.some((each) => each === state) ? state : "unknown";
}
