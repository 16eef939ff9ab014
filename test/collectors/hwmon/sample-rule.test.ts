import { expect, test } from "vitest";
import { parseSensorFile } from "../../../src/collectors/parsers/sysfs/hwmon.ts";
import { sampleRule } from "../../../src/collectors/hwmon/sample-rule.ts";

/** File, raw value, family, exported value. */
test.each([
  ["beep_enable", 1, "node_hwmon_beep_enabled", 1],
  ["vrm", 90, "node_hwmon_voltage_regulator_version", 90],
  ["update_interval", 1500, "node_hwmon_update_interval_seconds", 1.5],
  ["temp1_fault", 1, "node_hwmon_temp_fault", 1],
  ["in1_alarm", 1, "node_hwmon_in_alarm", 1],
  ["fan1_beep", 1, "node_hwmon_fan_beep_enabled", 1],
  ["in1_input", 1024, "node_hwmon_in_volts", 1.024],
  ["cpu0_vid", 1300, "node_hwmon_cpu_vid_volts", 1.3],
  ["temp1_input", 55_000, "node_hwmon_temp_celsius", 55],
  ["temp1_crit_alarm", 1, "node_hwmon_temp_crit_alarm_celsius", 0.001],
  ["temp1_type", 4, "node_hwmon_temp_type", 4],
  ["curr1_max", 2500, "node_hwmon_curr_max_amps", 2.5],
  ["energy1_input", 12_500_000, "node_hwmon_energy_joule_total", 12.5],
  ["power1_accuracy", 500_000, "node_hwmon_power_accuracy", 0.5],
  ["power1_average_interval", 2000, "node_hwmon_power_average_interval_seconds", 2],
  ["power1_average_interval_min", 2000, "node_hwmon_power_average_interval_min_seconds", 2],
  ["power1_average_interval_max", 2000, "node_hwmon_power_average_interval_max_seconds", 2],
  ["power1_average", 7_000_000, "node_hwmon_power_average_watt", 7],
  ["power1_input", 7_000_000, "node_hwmon_power_watt", 7],
  ["humidity1_input", 45_000, "node_hwmon_humidity", 0.045],
  ["fan1_input", 1098, "node_hwmon_fan_rpm", 1098],
  ["fan1_target", 1098, "node_hwmon_fan_target_rpm", 1098],
  ["fan1_pulses", 2, "node_hwmon_fan_pulses", 2],
  ["freq1_input", 300_000_000, "node_hwmon_freq_freq_mhz", 300],
  ["pwm1", 128, "node_hwmon_pwm", 128],
  ["pwm1_auto_point1_temp", 30_000, "node_hwmon_pwm_auto_point1_temp", 30_000],
  ["intrusion0_alarm", 1, "node_hwmon_intrusion_alarm", 1],
])("%s of %d is %s %d", (name, raw, family, value) => {
  const file = parseSensorFile(name);
  if (file === undefined) throw new Error(`${name} is no sensor's file`);
  const rule = sampleRule(file, false);
  expect(rule.family).toBe(family);
  expect((raw * rule.multiply) / rule.divide).toBe(value);
  expect(rule.counter).toBe(family.endsWith("_total"));
});

test("input is named where the sensor has a value of its own too", () => {
  const file = parseSensorFile("fan1_input");
  if (file === undefined) throw new Error("no sensor's file");
  expect(sampleRule(file, true).family).toBe("node_hwmon_fan_input_rpm");
});
