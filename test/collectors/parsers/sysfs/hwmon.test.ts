import { expect, test } from "vitest";
import {
  cleanName,
  deviceChipName,
  distinctChipLabels,
  parseSensorFile,
} from "../../../../src/collectors/parsers/sysfs/hwmon.ts";

test.each([
  ["temp1_input", { type: "temp", sensor: "temp1", property: "input" }],
  ["temp12_crit_alarm", { type: "temp", sensor: "temp12", property: "crit_alarm" }],
  ["pwm1", { type: "pwm", sensor: "pwm1", property: undefined }],
  ["in0_max", { type: "in", sensor: "in0", property: "max" }],
  ["beep_enable", { type: "beep_enable", sensor: "beep_enable0", property: undefined }],
  ["vrm", { type: "vrm", sensor: "vrm0", property: undefined }],
])("%s", (name, expected) => {
  expect(parseSensorFile(name)).toEqual(expected);
});

test.each(["name", "uevent", "bogus1_input", "temp1_", "1_input", "", "temp1input", "cpu_temp"])(
  "%j is no sensor's file",
  (name) => {
    expect(parseSensorFile(name)).toBeUndefined();
  },
);

test("cleaned names keep letters, figures, colons and underscores", () => {
  expect(cleanName("Asus WMI-Sensors:0 (x)")).toBe("asus_wmi_sensors:0__x");
  expect(cleanName("__")).toBe("");
});

test("a chip is called by its device and what that sits on", () => {
  expect(deviceChipName("/sys/devices/platform/coretemp.0")).toBe("platform_coretemp_0");
  expect(deviceChipName("/coretemp.0")).toBe("coretemp_0");
  expect(deviceChipName("/")).toBe("");
});

const chip = (label: string, name: string, entry: string) => ({ label, name, entry });

test("chips of one device are told apart by name, and by entry where names are the same or missing", () => {
  expect(
    distinctChipLabels([
      chip("alone", "x", "hwmon0"),
      chip("pair", "a", "hwmon1"),
      chip("pair", "b", "hwmon2"),
      chip("twins", "a", "hwmon3"),
      chip("twins", "a", "hwmon4"),
      chip("twins", "", "hwmon5"),
      chip("twins", "c", "hwmon6"),
    ]),
  ).toEqual(["alone", "pair_a", "pair_b", "twins_hwmon3", "twins_hwmon4", "twins_hwmon5", "twins_c"]);
});
