import { expect, test } from "vitest";
import powersupplyclass from "../../src/collectors/powersupplyclass.ts";
import { POWER_SUPPLY_NUMBERS, POWER_SUPPLY_TEXTS } from "../../src/collectors/parsers/sysfs/power_supply.ts";
import { collect } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const CLASS = "sys/class/power_supply";

const HOST = {
  [`${CLASS}/AC/online`]: "1\n",
  [`${CLASS}/AC/type`]: "Mains\n",
  [`${CLASS}/AC/health`]: "\n",
  [`${CLASS}/AC/power/control`]: "auto\n",
  [`${CLASS}/BAT0/capacity`]: "81\n",
  [`${CLASS}/BAT0/cycle_count`]: "0x10\n",
  [`${CLASS}/BAT0/temp`]: "-25\n",
  [`${CLASS}/BAT0/voltage_now`]: "11660000\n",
  [`${CLASS}/BAT0/uevent`]: "POWER_SUPPLY_NAME=BAT0\n",
};

test("numbers in base units and an info of what is not empty", async () => {
  const { status, text } = await collect(powersupplyclass, { paths: hostTree(HOST) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_power_supply_capacity{power_supply="BAT0"} 81',
    'node_power_supply_cyclecount{power_supply="BAT0"} 16',
    'node_power_supply_info{power_supply="BAT0"} 1',
    'node_power_supply_info{power_supply="AC",type="Mains"} 1',
    'node_power_supply_online{power_supply="AC"} 1',
    'node_power_supply_temp_celsius{power_supply="BAT0"} -2.5',
    'node_power_supply_voltage_volt{power_supply="BAT0"} 11.66',
  ]);
});

test("every attribute has a family of its own", async () => {
  const files = Object.fromEntries([
    ...POWER_SUPPLY_NUMBERS.map(({ attribute }) => [`${CLASS}/B/${attribute}`, "10000000\n"]),
    ...POWER_SUPPLY_TEXTS.map((attribute) => [`${CLASS}/B/${attribute}`, `the ${attribute}\n`]),
  ]);
  const { families, duplicates } = await collect(powersupplyclass, { paths: hostTree(files) });
  expect(families.size).toBe(POWER_SUPPLY_NUMBERS.length + 1);
  expect(duplicates).toBe(0);
  expect(families.get("node_power_supply_info")).toContain(
    'capacity_level="the capacity_level",charge_type="the charge_type",health="the health",manufacturer="the manufacturer",model_name="the model_name",power_supply="B",scope="the scope",serial_number="the serial_number",status="the status",technology="the technology",type="the type",usb_type="the usb_type"',
  );
});

test("--collector.powersupply.ignored-supplies leaves supplies out, broken ones too", async () => {
  const paths = hostTree({ ...HOST, [`${CLASS}/BAT0/capacity`]: "half\n" });
  const { status, text } = await collect(powersupplyclass, {
    paths,
    flags: { "collector.powersupply.ignored-supplies": "^BAT" },
  });
  expect(status).toBe("ok");
  expect(text).not.toContain("BAT0");
  expect(text).toContain('power_supply="AC"');
});

test.skipIf(refusingObstacle !== undefined).each(["EOPNOTSUPP", "ENODEV"])(
  "an attribute that the driver refuses with %s is left out (needs root and FUSE)",
  async (errno) => {
    const files = {
      "class/power_supply/BAT0/capacity": "81\n",
      "class/power_supply/BAT0/cycle_count": "3\n",
      "class/power_supply/BAT0/technology": "Li-ion\n",
      "class/power_supply/BAT0/type": "Battery\n",
    };
    const refused = {
      "class/power_supply/BAT0/cycle_count": errno,
      "class/power_supply/BAT0/technology": errno,
    };
    expect(await collectFrom({ collector: "powersupplyclass", files, refused })).toEqual({
      status: "ok",
      skipped: 0,
      samples: [
        'node_power_supply_capacity{power_supply="BAT0"} 81',
        'node_power_supply_info{power_supply="BAT0",type="Battery"} 1',
      ],
    });
  },
);

test("what is no number costs itself", async () => {
  const paths = hostTree({ ...HOST, [`${CLASS}/BAT0/capacity`]: "half\n" });
  const { status, message, text } = await collect(powersupplyclass, { paths });
  expect(status).toBe("ok");
  expect(message).toBe(`${paths.sysfs}/class/power_supply/BAT0/capacity: "half" is not a number`);
  expect(text).toContain('node_power_supply_voltage_volt{power_supply="BAT0"} 11.66');
  expect(text).toContain('node_power_supply_info{power_supply="BAT0"} 1');
});

test("no data without the folder, a failure without sysfs", async () => {
  const paths = hostTree({});
  expect(await collect(powersupplyclass, { paths })).toMatchObject({ status: "nodata" });
  expect(await collect(powersupplyclass, { paths: { sysfs: `${paths.sysfs}/none` } })).toMatchObject({
    status: "failed",
  });
});

test("a bad pattern is refused with the flag's name", async () => {
  const flags = { "collector.powersupply.ignored-supplies": "(" };
  await expect(collect(powersupplyclass, { flags })).rejects.toThrow("--collector.powersupply.ignored-supplies");
});
