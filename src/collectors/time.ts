import { defineCollector, type Emit } from "./define.ts";
import { gauge } from "./family.ts";
import type { Tree } from "./host.ts";
import { localZone } from "./time/local-zone.ts";
import { zoneAt } from "./time/tzif.ts";

const now = gauge("node_time_seconds", "System time in seconds since the epoch.");
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
  flags: {},
  create({ host }) {
    const zone = localZone(process.env["TZ"]);
    return (emit) => {
      const seconds = Date.now() / 1000;
      const { abbreviation, offset } = zoneAt(zone, seconds);
      emit(now, seconds);
      emit(zoneOffset, offset, abbreviation);
      emitClockSources(emit, host.sys);
    };
  },
});

/** Devices are counted in the order of their names, not by the number within the name. */
function emitClockSources(emit: Emit, sys: Tree): void {
  const paths = sys.glob("devices/system/clocksource/clocksource[0-9]*");
  if (paths.length === 0 && !sys.isDirectory("")) throw new Error(`${sys.path} is not a directory`);
  for (const [i, path] of paths.entries()) {
    const directory = sys.directory(path);
    const names = directory.attribute("available_clocksource");
    const inUse = directory.attribute("current_clocksource");
    for (const name of names.split(/\s+/)) if (name !== "") emit(available, 1, String(i), name);
    emit(current, 1, String(i), inUse);
  }
}
