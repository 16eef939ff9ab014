import { join } from "node:path";
import { expect, test } from "vitest";
import hwmon from "../../src/collectors/hwmon.ts";
import { collect, openCollector } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree, writeEntry, type TreeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const CLASS = "sys/class/hwmon";

/** A chip below a device, as the kernel links it. */
function chip(entry: string, device: string, files: Readonly<Record<string, string>>): Record<string, TreeEntry> {
  const at = `sys/devices/platform/${device}/hwmon/${entry}`;
  return {
    [`${CLASS}/${entry}`]: { link: `../../devices/platform/${device}/hwmon/${entry}` },
    [`${at}/device`]: { link: `../../../${device}` },
    ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`${at}/${file}`, text])),
  };
}

const HOST = {
  ...chip("hwmon0", "coretemp.0", { name: "coretemp\n", temp1_input: "55000\n", temp1_label: "Package id 0\n" }),
  ...chip("hwmon1", "coretemp.1", { name: "coretemp\n", temp1_input: "45000\n" }),
  [`${CLASS}/hwmon2/name`]: "Acpi Zone\n",
  [`${CLASS}/hwmon2/in1_input`]: "1024\n",
  [`${CLASS}/hwmon3/fan1_input`]: "900\n",
};

test("chips by device, name and directory", async () => {
  const { status, text } = await collect(hwmon, { paths: hostTree(HOST) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_hwmon_chip_names{chip="acpi_zone",chip_name="acpi_zone"} 1',
    'node_hwmon_chip_names{chip="platform_coretemp_0",chip_name="coretemp"} 1',
    'node_hwmon_chip_names{chip="platform_coretemp_1",chip_name="coretemp"} 1',
    'node_hwmon_fan_rpm{chip="hwmon3",sensor="fan1"} 900',
    'node_hwmon_in_volts{chip="acpi_zone",sensor="in1"} 1.024',
    'node_hwmon_sensor_label{chip="platform_coretemp_0",label="Package id 0",sensor="temp1"} 1',
    'node_hwmon_temp_celsius{chip="platform_coretemp_0",sensor="temp1"} 55',
    'node_hwmon_temp_celsius{chip="platform_coretemp_1",sensor="temp1"} 45',
  ]);
});

test("attributes of the device's folder win over the chip's own", async () => {
  const paths = hostTree({
    ...chip("hwmon0", "old.1", { fan1_input: "1\n", fan1_min: "2\n" }),
    "sys/devices/platform/old.1/fan1_input": "3\n",
    "sys/devices/platform/old.1/modalias": "platform:old\n",
  });
  const { text } = await collect(hwmon, { paths });
  expect(samplesOf(text)).toEqual([
    'node_hwmon_fan_min_rpm{chip="platform_old_1",sensor="fan1"} 2',
    'node_hwmon_fan_rpm{chip="platform_old_1",sensor="fan1"} 3',
  ]);
});

test("frequencies go by their label", async () => {
  const paths = hostTree({
    [`${CLASS}/hwmon0/freq1_input`]: "300000000\n",
    [`${CLASS}/hwmon0/freq1_label`]: "S Clk\n",
    [`${CLASS}/hwmon0/freq2_input`]: "300000000\n",
  });
  const { text } = await collect(hwmon, { paths });
  expect(samplesOf(text)).toEqual([
    'node_hwmon_freq_freq_mhz{chip="hwmon0",sensor="s_clk"} 300',
    'node_hwmon_sensor_label{chip="hwmon0",label="S Clk",sensor="freq1"} 1',
  ]);
});

test("chip-wide attributes, values beside inputs, and what is no number", async () => {
  const paths = hostTree({
    [`${CLASS}/hwmon0/beep_enable`]: "1\n",
    [`${CLASS}/hwmon1/beep_enable`]: "2\n",
    [`${CLASS}/hwmon0/update_interval`]: "1500\n",
    [`${CLASS}/hwmon0/vrm`]: "90\n",
    [`${CLASS}/hwmon0/pwm1`]: "128\n",
    [`${CLASS}/hwmon0/pwm1_input`]: "64\n",
    [`${CLASS}/hwmon0/temp1_input`]: "cold\n",
    [`${CLASS}/hwmon0/temp2_input/`]: "",
  });
  const { status, text } = await collect(hwmon, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_hwmon_beep_enabled{chip="hwmon0",sensor="beep_enable0"} 1',
    'node_hwmon_beep_enabled{chip="hwmon1",sensor="beep_enable0"} 0',
    'node_hwmon_pwm{chip="hwmon0",sensor="pwm1"} 128',
    'node_hwmon_pwm_input{chip="hwmon0",sensor="pwm1"} 64',
    'node_hwmon_update_interval_seconds{chip="hwmon0",sensor="update_interval0"} 1.5',
    'node_hwmon_voltage_regulator_version{chip="hwmon0",sensor="vrm0"} 90',
  ]);
});

test("two spellings of a property are one family", async () => {
  const paths = hostTree({ [`${CLASS}/hwmon0/pwm1_a-b`]: "1\n", [`${CLASS}/hwmon0/pwm2_a_b`]: "2\n" });
  const { families, text } = await collect(hwmon, { paths });
  expect([...families.keys()]).toEqual(["node_hwmon_pwm_a_b"]);
  expect(samplesOf(text)).toHaveLength(2);
});

test.each([
  [{ "collector.hwmon.chip-include": "coretemp" }, ["platform_coretemp_0", "platform_coretemp_1"]],
  [{ "collector.hwmon.chip-exclude": "coretemp" }, ["acpi_zone", "hwmon3"]],
  [{ "collector.hwmon.chip-include": "coretemp", "collector.hwmon.chip-exclude": "_1$" }, ["platform_coretemp_0"]],
])("%j leaves %j", async (flags, chips) => {
  const { text } = await collect(hwmon, { paths: hostTree(HOST), flags });
  const found = samplesOf(text).map((line) => /chip="([^"]*)"/.exec(line)?.[1] ?? "");
  expect([...new Set(found)].toSorted()).toEqual(chips);
});

test("sensors are filtered by chip;sensor, chip names are not", async () => {
  const flags = {
    "collector.hwmon.sensor-include": "^platform_coretemp_[01];temp",
    "collector.hwmon.sensor-exclude": "_1;temp1$",
  };
  const { text } = await collect(hwmon, { paths: hostTree(HOST), flags });
  expect(samplesOf(text).filter((line) => !line.includes("chip_names"))).toEqual([
    'node_hwmon_sensor_label{chip="platform_coretemp_0",label="Package id 0",sensor="temp1"} 1',
    'node_hwmon_temp_celsius{chip="platform_coretemp_0",sensor="temp1"} 55',
  ]);
  expect(samplesOf(text).filter((line) => line.includes("chip_names"))).toHaveLength(3);
});

test("a chip and an attribute that come later are seen at the next scrape", async () => {
  const paths = hostTree(HOST);
  const collector = openCollector(hwmon, { paths });
  await collector.scrape();
  writeEntry(`${paths.sysfs}/class/hwmon/hwmon3/fan2_input`, "100\n");
  writeEntry(`${paths.sysfs}/class/hwmon/hwmon4/temp1_input`, "1000\n");
  const { text } = await collector.scrape();
  expect(text).toContain('node_hwmon_fan_rpm{chip="hwmon3",sensor="fan2"} 100');
  expect(text).toContain('node_hwmon_temp_celsius{chip="hwmon4",sensor="temp1"} 1');
});

test("the link to the device comes a moment after the chip", async () => {
  const link = "sys/devices/platform/late.0/hwmon/hwmon0/device";
  const { [link]: device, ...before } = chip("hwmon0", "late.0", { name: "late\n", fan1_input: "900\n" });
  const paths = hostTree(before);
  const collector = openCollector(hwmon, { paths });
  expect((await collector.scrape()).text).toContain('node_hwmon_fan_rpm{chip="late",sensor="fan1"} 900');
  writeEntry(join(paths.rootfs, link), device ?? "");
  expect((await collector.scrape()).text).toContain('node_hwmon_fan_rpm{chip="platform_late_0",sensor="fan1"} 900');
});

test.skipIf(refusingObstacle !== undefined).each(["EIO", "ENODEV", "EACCES"])(
  "a chip whose name is refused with %s goes by its directory (needs root and FUSE)",
  async (errno) => {
    const files = { "class/hwmon/hwmon0/name": "chip\n", "class/hwmon/hwmon0/fan1_input": "900\n" };
    const host = { collector: "hwmon", files, refused: { "class/hwmon/hwmon0/name": errno } };
    expect(await collectFrom(host)).toEqual({
      status: "ok",
      skipped: 0,
      samples: ['node_hwmon_fan_rpm{chip="hwmon0",sensor="fan1"} 900'],
    });
  },
);

test("no data without the folder", async () => {
  expect(await collect(hwmon, { paths: hostTree({}) })).toMatchObject({ status: "nodata", text: "" });
});
