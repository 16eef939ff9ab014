import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { type Errnos, HIDDEN, NOT_SUPPORTED } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseInt64 } from "./parsers/numbers.ts";

const temperature = gauge("node_thermal_zone_temp", "Temperature of the zone in degrees Celsius.", "zone", "type");
const currentState = gauge(
  "node_cooling_device_cur_state",
  "Current cooling level of the device; 0 is off.",
  "name",
  "type",
);
const maxState = gauge("node_cooling_device_max_state", "Maximum cooling level of the device.", "name", "type");

const FOLDER = "class/thermal";
const ZONE = "thermal_zone";
const COOLING_DEVICE = "cooling_device";

/** What drivers answer for a state that they do not have at the moment. */
const UNSUPPORTED: Errnos = new Set([...HIDDEN, ...NOT_SUPPORTED, "EINVAL"]);

export default defineCollector({
  name: "thermal_zone",
  summary: "Temperatures of thermal zones and states of cooling devices from /sys/class/thermal.",
  enabledByDefault: true,
  families: [temperature, currentState, maxState],
  sources: [sysfs("class/thermal/**"), kernelOption("CONFIG_THERMAL")],
  flags: {},
  create({ host, skip }) {
    const { sys } = host;
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const names = sys.listIf(FOLDER) ?? [];
      for (const zone of numbers(names, ZONE)) emitZone(emit, sys, zone);
      eachDevice(
        numbers(names, COOLING_DEVICE),
        (device) => sys.exists(`${FOLDER}/${COOLING_DEVICE}${device}`),
        (device) => emitCoolingDevice(emit, sys, device),
        skip,
      );
    };
  },
});

/** The rest after the prefix in names that continue with a digit. */
function numbers(names: readonly string[], prefix: string): readonly string[] {
  return names
    .filter((name) => name.startsWith(prefix) && /^\d/.test(name.slice(prefix.length)))
    .map((name) => name.slice(prefix.length));
}

/** A zone without a readable temperature, as of a sensor that is switched off, is left out. */
function emitZone(emit: Emit, sys: Tree, zone: string): void {
  const millidegrees = parseInt64(attributeOrEmpty(sys, `${FOLDER}/${ZONE}${zone}/temp`));
  if (millidegrees === undefined) return;
  emit(temperature, millidegrees / 1000, zone, attributeOrEmpty(sys, `${FOLDER}/${ZONE}${zone}/type`));
}

function attributeOrEmpty(sys: Tree, path: string): string {
  try {
    return sys.attribute(path);
  } catch {
    // Sensors answer with many kinds of errors; all of them mean that there is no value.
    return "";
  }
}

function emitCoolingDevice(emit: Emit, sys: Tree, device: string): void {
  const path = `${FOLDER}/${COOLING_DEVICE}${device}`;
  const directory = sys.directory(path);
  const type = directory.attributeIf("type", UNSUPPORTED);
  if (type === undefined) return;
  const current = directory.parsedIf("cur_state", parseInt64, UNSUPPORTED);
  const highest = directory.parsedIf("max_state", parseInt64, UNSUPPORTED);
  if (current !== undefined) emit(currentState, current, device, type);
  if (highest !== undefined) emit(maxState, highest, device, type);
}
