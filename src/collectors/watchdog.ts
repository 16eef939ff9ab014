import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { familiesIn, type Family, gauge } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseInteger } from "./parsers/sysfs/number.ts";

const info = gauge(
  "node_watchdog_info",
  "State of the watchdog timer as labels; always 1.",
  "name",
  "options",
  "identity",
  "state",
  "status",
  "pretimeout_governor",
);

/** Attribute and family. */
const NUMBERS: readonly (readonly [string, Family<readonly ["name"]>])[] = [
  ["bootstatus", gauge("node_watchdog_bootstatus", "Status bits of the device at boot time.", "name")],
  ["fw_version", gauge("node_watchdog_fw_version", "Firmware version of the device.", "name")],
  ["nowayout", gauge("node_watchdog_nowayout", "1 when a started watchdog cannot be stopped.", "name")],
  ["timeleft", gauge("node_watchdog_timeleft_seconds", "Time left before the device resets the machine.", "name")],
  ["timeout", gauge("node_watchdog_timeout_seconds", "Time without a ping after which the machine is reset.", "name")],
  ["pretimeout", gauge("node_watchdog_pretimeout_seconds", "Time before the reset at which the device warns.", "name")],
  ["access_cs0", gauge("node_watchdog_access_cs0", "1 when the device boots from chip select 0.", "name")],
];

const FOLDER = "class/watchdog";

export default defineCollector({
  name: "watchdog",
  summary: "Watchdog timers from /sys/class/watchdog.",
  enabledByDefault: true,
  families: [info, ...familiesIn(NUMBERS)],
  sources: [sysfs("class/watchdog/**"), kernelOption("CONFIG_WATCHDOG_SYSFS")],
  flags: {},
  create({ host: { sys }, skip }) {
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const watchdogs = sys.listIf(FOLDER, HIDDEN);
      if (watchdogs === undefined) return absent(FOLDER);
      eachDevice(
        watchdogs,
        (name) => sys.exists(`${FOLDER}/${name}`),
        (name) => emitWatchdog(emit, sys, name),
        skip,
      );
      return undefined;
    };
  },
});

function emitWatchdog(emit: Emit, sys: Tree, name: string): void {
  const path = `${FOLDER}/${name}`;
  const directory = sys.directory(path);
  for (const [attribute, family] of NUMBERS) {
    const value = directory.parsedIf(attribute, parseInteger);
    if (value !== undefined) emit(family, value, name);
  }
  const label = (attribute: string) => directory.attributeIf(attribute) ?? "";
  emit(
    info,
    1,
    name,
    label("options"),
    label("identity"),
    label("state"),
    label("status"),
    label("pretimeout_governor"),
  );
}
