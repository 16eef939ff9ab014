import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { MISSING } from "./kit/errnos.ts";
import { errnoOf, ParseError } from "./kit/errors.ts";
import { counter, familyCache, gauge, type Family } from "./kit/family.ts";
import type { NameTest } from "./kit/filter.ts";
import { namePair } from "./kit/name-pair.ts";
import type { Directory, Tree } from "./kit/host.ts";
import { CHIPS, HwmonChips } from "./hwmon/chips.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { parseFloatStrict } from "./parsers/numbers.ts";
import { SlowDevices } from "./kit/slow-devices.ts";
import type { Skip } from "./parsers/skip.ts";
import { cleanName, parseSensorFile, type SensorFile } from "./parsers/sysfs/hwmon.ts";
import { sampleRule, type SampleRule } from "./hwmon/sample-rule.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";

const chipNames = gauge(
  "node_hwmon_chip_names",
  "Name of the chip's driver as a label; always 1.",
  "chip",
  "chip_name",
);
const sensorLabel = gauge(
  "node_hwmon_sensor_label",
  "Label that the driver gives the sensor; always 1.",
  "chip",
  "sensor",
  "label",
);

type SensorFamily = Family<readonly ["chip", "sensor"]>;

const chipFilter = namePair({
  what: "chips",
  include: { flag: "collector.hwmon.chip-include" },
  exclude: { flag: "collector.hwmon.chip-exclude" },
});

const sensorFilter = namePair({
  what: "sensors (as `chip;sensor`)",
  include: { flag: "collector.hwmon.sensor-include" },
  exclude: { flag: "collector.hwmon.sensor-exclude" },
});

export default defineCollector({
  name: "hwmon",
  summary: "Temperatures, fans, voltages and other sensors from /sys/class/hwmon.",
  enabledByDefault: true,
  families: [chipNames, sensorLabel, "node_hwmon_*"],
  sources: [sysfs("class/hwmon/**"), kernelOption("CONFIG_HWMON")],
  flags: {
    ...chipFilter.flags,
    ...sensorFilter.flags,
  },
  create(context) {
    const { skip } = context;
    const { sys } = context.host;
    const ignoreChip = chipFilter.ignored(context);
    const ignoreSensor = sensorFilter.ignored(context);
    const chips = new HwmonChips(sys);
    const slow = new SlowDevices();
    return (emit, { deadline }) => {
      const entries = sys.entriesIf(CHIPS);
      if (entries === undefined) return absent(CHIPS);
      const list = orNoData(MISSING, () => chips.describe(entries, skip));
      if (list instanceof Error) return list;
      const found = new Map(list.map((chip) => [chip.label, chip]));
      const labels = [...found.keys()].filter((label) => !ignoreChip(label));
      const pathOf = (label: string) => found.get(label)?.path ?? "";
      eachDevice(
        labels,
        (label) => sys.exists(pathOf(label)),
        (label) =>
          slow.read(label, deadline, () => {
            const name = found.get(label)?.name ?? "";
            if (name !== "") emit(chipNames, 1, label, name);
            emitSensors(emit, label, readSensors(sys, pathOf(label), label, ignoreSensor), skip);
          }),
        skip,
      );
      return undefined;
    };
  },
});

/** Text and name of a sensor's attributes by property. */
type Sensor = Map<string | undefined, { readonly file: SensorFile; readonly text: string }>;

/** The attributes of a chip by sensor. Old drivers put them into the directory of the device instead of the chip's own. */
function readSensors(sys: Tree, path: string, chip: string, ignore: NameTest): ReadonlyMap<string, Sensor> {
  const sensors = new Map<string, Sensor>();
  readFolder(sys, path, chip, ignore, sensors);
  if (sys.isDirectory(`${path}/device`)) readFolder(sys, `${path}/device`, chip, ignore, sensors);
  return sensors;
}

function readFolder(sys: Tree, path: string, chip: string, ignore: NameTest, sensors: Map<string, Sensor>): void {
  const directory = sys.directory(path);
  for (const name of sys.list(path)) {
    const file = sensorFile(name);
    if (file === undefined || ignore(`${chip};${file.sensor}`)) continue;
    const text = attributeOrNothing(directory, name);
    if (text === undefined) continue;
    let sensor = sensors.get(file.sensor);
    if (sensor === undefined) sensors.set(file.sensor, (sensor = new Map()));
    sensor.set(file.property, { file, text });
  }
}

/** A sensor that is switched off or asleep fails to be read (ENODATA, EAGAIN and others): it is left out. */
function attributeOrNothing(directory: Directory, name: string): string | undefined {
  try {
    return directory.attribute(name);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

function emitSensors(emit: Emit, chip: string, sensors: ReadonlyMap<string, Sensor>, skip: Skip): void {
  for (const [name, sensor] of sensors) {
    const label = sensor.get("label")?.text;
    if (label !== undefined) emit(sensorLabel, 1, chip, name, label);
    for (const { file, text } of sensor.values()) {
      if (file.property === "label") continue;
      const value = parseFloatStrict(text);
      if (value === undefined && file.property === "input")
        skip(new ParseError(`${chip}: ${JSON.stringify(text)} is not a number for ${name}_input`));
      if (value === undefined) continue;
      emitSample(emit, chip, sensorName(file, label), file, sensor.has(undefined), value);
    }
  }
}

/** Frequencies go by their label; without one they are left out. */
function sensorName({ type, sensor, property }: SensorFile, label: string | undefined): string | undefined {
  if (type !== "freq" || property !== "input") return sensor;
  return label === undefined ? undefined : cleanName(label);
}

function emitSample(
  emit: Emit,
  chip: string,
  sensor: string | undefined,
  file: SensorFile,
  hasValue: boolean,
  value: number,
): void {
  if (sensor === undefined) return;
  const rule = ruleOf(file, hasValue);
  const scaled = file.type === "beep_enable" ? Number(value === 1) : (value * rule.multiply) / rule.divide;
  emit(familyOf(rule), scaled, chip, sensor);
}

const sensorFile = familyCache(parseSensorFile);

const rules = new Map<string, SampleRule>();

function ruleOf(file: SensorFile, hasValue: boolean): SampleRule {
  const key = `${file.type} ${file.property ?? ""} ${hasValue}`;
  let rule = rules.get(key);
  if (rule === undefined) rules.set(key, (rule = sampleRule(file, hasValue)));
  return rule;
}

const families = new Map<string, SensorFamily>();

/** Two spellings of a property may give one family. */
function familyOf({ family: name, counter: isCounter, help }: SampleRule): SensorFamily {
  let family = families.get(name);
  if (family === undefined)
    families.set(
      name,
      (family = isCounter ? counter(name, help, "chip", "sensor") : gauge(name, help, "chip", "sensor")),
    );
  return family;
}
