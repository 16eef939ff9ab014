import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { MISSING } from "./kit/errnos.ts";
import { familiesIn, gauge } from "./kit/family.ts";
import { namePair } from "./kit/name-pair.ts";
import { REQUIRED, type Tree } from "./kit/host.ts";
import { COUNTER_FOLDERS, type CounterFolder } from "./infiniband/counters.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";
import { parseInfinibandRate, parseInfinibandState } from "./parsers/sysfs/infiniband_port.ts";
import { parseUnsigned } from "./parsers/sysfs/number.ts";

const info = gauge(
  "node_infiniband_info",
  "Board, firmware and adapter type of an InfiniBand device; always 1.",
  "device",
  "board_id",
  "firmware_version",
  "hca_type",
);
const stateId = gauge("node_infiniband_state_id", "Number of the port's link state.", "device", "port");
const physicalStateId = gauge(
  "node_infiniband_physical_state_id",
  "Number of the port's physical state.",
  "device",
  "port",
);
const rate = gauge("node_infiniband_rate_bytes_per_second", "Rate of the port in bytes per second.", "device", "port");

const CLASS = "class/infiniband";
const NO_PERFORMANCE_MANAGEMENT = "N/A (no PMA)";

const devices = namePair({
  what: "InfiniBand devices",
  include: { flag: "collector.infiniband.device-include" },
  exclude: { flag: "collector.infiniband.device-exclude" },
});

export default defineCollector({
  name: "infiniband",
  summary: "InfiniBand port statistics from /sys/class/infiniband.",
  enabledByDefault: true,
  families: [info, stateId, physicalStateId, rate, ...familiesIn(COUNTER_FOLDERS)],
  sources: [sysfs("class/infiniband/**"), kernelOption("CONFIG_INFINIBAND")],
  flags: {
    ...devices.flags,
  },
  create(context) {
    const { skip } = context;
    const { sys } = context.host;
    requireDirectory("path.sysfs", sys);
    const ignored = devices.ignored(context);
    return (emit) => {
      const names = sys.listIf(CLASS);
      if (names === undefined) return absent(CLASS);
      return orNoData(MISSING, () =>
        eachDevice(
          names.filter((name) => !ignored(name)),
          (name) => sys.exists(`${CLASS}/${name}`),
          (name) => emitDevice(emit, sys, name, skip),
          skip,
        ),
      );
    };
  },
});

function emitDevice(emit: Emit, sys: Tree, name: string, skip: Skip): void {
  const path = `${CLASS}/${name}`;
  const device = sys.directory(path);
  const label = (attribute: string) => device.attributeIf(attribute) ?? "";
  const firmware = device.attributeIf("fw_ver", REQUIRED) ?? "";
  emit(info, 1, name, label("board_id"), firmware, label("hca_type"));
  eachDevice(
    sys.list(`${path}/ports`),
    (port) => sys.exists(`${path}/ports/${port}`),
    (port) => emitPort(emit, sys, `${path}/ports/${port}`, name, port),
    skip,
  );
}

function emitPort(emit: Emit, sys: Tree, path: string, device: string, port: string): void {
  const directory = sys.directory(path);
  const state = directory.parsedIf("state", parseInfinibandState, REQUIRED);
  const physical = directory.parsedIf("phys_state", parseInfinibandState, REQUIRED);
  const bytesPerSecond = directory.parsedIf("rate", parseInfinibandRate, REQUIRED);
  if (state !== undefined) emit(stateId, state, device, port);
  if (physical !== undefined) emit(physicalStateId, physical, device, port);
  if (bytesPerSecond !== undefined) emit(rate, bytesPerSecond, device, port);
  for (const folder of COUNTER_FOLDERS) emitCounters(emit, sys, path, folder, device, port);
}

function emitCounters(
  emit: Emit,
  sys: Tree,
  port: string,
  folder: CounterFolder,
  device: string,
  number: string,
): void {
  // Drivers without the standard counters have no legacy ones either.
  if (folder.onlyBeside !== undefined && !sys.exists(`${port}/${folder.onlyBeside}`)) return;
  const path = `${port}/${folder.name}`;
  if (!sys.exists(path)) return;
  const directory = sys.directory(path);
  for (const file of sys.list(path)) {
    const known = folder.counters.get(file);
    if (known === undefined) continue;
    const value = directory.parsedIf(file, parseCount, folder.tolerated);
    if (value !== undefined && value !== NO_PERFORMANCE_MANAGEMENT)
      emit(known.family, known.convert(value), device, number);
  }
}

function parseCount(text: string): number | typeof NO_PERFORMANCE_MANAGEMENT | undefined {
  return text.includes(NO_PERFORMANCE_MANAGEMENT) ? NO_PERFORMANCE_MANAGEMENT : parseUnsigned(text);
}
