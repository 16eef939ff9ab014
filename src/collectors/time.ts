import { defineCollector, type Emit } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { gauge } from "./kit/family.ts";
import { type Directory, REQUIRED, type Tree } from "./kit/host.ts";
import { hostFile, sysfs } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";
import { localZone } from "./time/local-zone.ts";
import { zoneAt } from "./time/tzif.ts";

const now = gauge("node_time_seconds", "System time in seconds since the Unix epoch.");
const zoneOffset = gauge("node_time_zone_offset_seconds", "Seconds that local time is ahead of UTC.", "time_zone");
const available = gauge(
  "node_time_clocksource_available_info",
  "Clock source that the kernel can use; always 1.",
  "device",
  "clocksource",
);
const current = gauge(
  "node_time_clocksource_current_info",
  "Clock source that the kernel uses; always 1.",
  "device",
  "clocksource",
);

export default defineCollector({
  name: "time",
  summary: "System time, time zone and clock sources.",
  enabledByDefault: true,
  families: [now, zoneOffset, available, current],
  sources: [
    hostFile("/etc/localtime", zoneOffset),
    hostFile("/usr/share/zoneinfo/**", zoneOffset),
    sysfs("devices/system/clocksource/**", available, current),
  ],
  flags: {},
  create({ host, skip }) {
    const zone = localZone(process.env["TZ"], (path) => host.watch(path));
    const clockSources = new ClockSources(host.sys, skip);
    return (emit) => {
      const seconds = Date.now() / 1000;
      const { abbreviation, offset } = zoneAt(zone(), seconds);
      emit(now, seconds);
      emit(zoneOffset, offset, abbreviation);
      clockSources.emit(emit);
    };
  },
});

interface Device {
  readonly path: string;
  readonly number: string;
  /** The clock sources as the kernel told them, and taken apart. */
  text: string;
  names: readonly string[];
}

/** Devices are counted in the order of their names, not by the number within the name. */
class ClockSources {
  private readonly sys: Tree;
  private readonly skip: Skip;
  private paths: readonly string[] = [];
  private devices: readonly Device[] = [];

  constructor(sys: Tree, skip: Skip) {
    this.sys = sys;
    this.skip = skip;
  }

  emit(emit: Emit): void {
    const { sys } = this;
    const paths = sys.glob("devices/system/clocksource/clocksource[0-9]*");
    if (paths.length === 0 && !sys.isDirectory("")) throw new Error(`${sys.path} is not a directory`);
    if (paths !== this.paths) this.learn(paths);
    attemptAll(this.devices, (device) => emitDevice(emit, device, sys.directory(device.path)), this.skip);
  }

  private learn(paths: readonly string[]): void {
    this.paths = paths;
    this.devices = paths.map((path, i) => ({ path, number: String(i), text: "", names: [] }));
  }
}

function emitDevice(emit: Emit, device: Device, directory: Directory): void {
  const inUse = directory.attributeIf("current_clocksource", REQUIRED);
  if (inUse !== undefined) emit(current, 1, device.number, inUse);
  const text = directory.attribute("available_clocksource");
  if (text !== device.text) {
    device.text = text;
    device.names = text.split(/\s+/).filter((name) => name !== "");
  }
  for (const name of device.names) emit(available, 1, device.number, name);
}
