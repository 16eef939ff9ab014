import { cleanName, type SensorFile, type SensorType } from "../parsers/sysfs/hwmon.ts";

/** What an attribute's number becomes: `value * multiply / divide` in a family of this name. */
export interface SampleRule {
  readonly family: string;
  readonly counter: boolean;
  readonly multiply: number;
  readonly divide: number;
  readonly help: string;
}

interface Scale {
  readonly suffix: string;
  readonly counter?: true;
  readonly multiply: number;
  readonly divide: number;
  readonly unit: string;
}

const MILLI = 0.001;
const MICRO = 1e6;
const RAW: Scale = { suffix: "", multiply: 1, divide: 1, unit: "" };
const ENABLED: Scale = { ...RAW, suffix: "_enabled" };
const SECONDS: Scale = { ...RAW, suffix: "_seconds", multiply: MILLI, unit: "seconds" };
const VOLTS: Scale = { ...RAW, suffix: "_volts", multiply: MILLI, unit: "volts" };
const CELSIUS: Scale = { ...RAW, suffix: "_celsius", multiply: MILLI, unit: "degrees Celsius" };
const AMPERES: Scale = { ...RAW, suffix: "_amps", multiply: MILLI, unit: "amperes" };
const JOULES: Scale = { ...RAW, suffix: "_joule_total", counter: true, divide: MICRO, unit: "joules" };
const WATTS: Scale = { ...RAW, suffix: "_watt", divide: MICRO, unit: "watts" };
const MEGAHERTZ: Scale = { ...RAW, suffix: "_freq_mhz", divide: MICRO, unit: "megahertz" };
const SPEED: Scale = { ...RAW, suffix: "_rpm", unit: "revolutions per minute" };
const PARTS: Scale = { ...RAW, divide: MICRO };

/** Units of Documentation/hwmon/sysfs-interface. */
const SCALES: Readonly<Record<SensorType, (property: string) => Scale>> = {
  in: () => VOLTS,
  cpu: () => VOLTS,
  temp: (property) => (property === "type" ? RAW : CELSIUS),
  curr: () => AMPERES,
  energy: () => JOULES,
  power: powerScale,
  humidity: () => PARTS,
  fan: (property) => (/^(input|min|max|target)$/.test(property) ? SPEED : RAW),
  freq: (property) => (property === "input" ? MEGAHERTZ : RAW),
  pwm: () => RAW,
  intrusion: () => RAW,
  vrm: () => RAW,
  beep_enable: () => RAW,
  update_interval: () => SECONDS,
};

/** Attributes of the chip instead of a sensor. */
const OF_CHIP: Readonly<Partial<Record<SensorType, readonly [family: string, help: string]>>> = {
  beep_enable: ["node_hwmon_beep_enabled", "1 when the chip beeps on an alarm."],
  vrm: ["node_hwmon_voltage_regulator_version", "Voltage regulator version of the chip."],
  update_interval: ["node_hwmon_update_interval_seconds", "Time between two readings of the chip in seconds."],
};

/**
 * The family of a sensor's property. `hasValue`: the sensor also has an attribute without a property,
 * from which `input` has to be told apart.
 */
export function sampleRule({ type, property }: SensorFile, hasValue: boolean): SampleRule {
  const { suffix, counter = false, multiply, divide, unit } = scaleOf(type, property ?? "");
  const part = partOf(property, hasValue);
  const words = `${type}${part}`.replaceAll("_", " ");
  const [family, help] = OF_CHIP[type] ?? [
    `node_hwmon_${type}${part}${suffix}`,
    `Hardware sensor ${words}${unit === "" ? "" : ` in ${unit}`}.`,
  ];
  return { family, counter, multiply, divide, help };
}

function partOf(property: string | undefined, hasValue: boolean): string {
  if (property === undefined || (property === "input" && !hasValue)) return "";
  return `_${cleanName(property)}`;
}

function scaleOf(type: SensorType, property: string): Scale {
  if (OF_CHIP[type] !== undefined) return SCALES[type](property);
  if (property === "fault" || property === "alarm") return RAW;
  return property === "beep" ? ENABLED : SCALES[type](property);
}

function powerScale(property: string): Scale {
  if (property === "accuracy") return PARTS;
  return /^average_interval(_min|_max)?$/.test(property) ? SECONDS : WATTS;
}
