import { cpSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import time from "../../src/collectors/time.ts";
import { cleanUp } from "../support/clean-up.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { compileZone } from "../support/tzif.ts";
import { samplesOf } from "../support/samples.ts";

const sources = (name: string, available: string, current: string) => ({
  [`sys/devices/system/clocksource/${name}/available_clocksource`]: `${available}\n`,
  [`sys/devices/system/clocksource/${name}/current_clocksource`]: `${current}\n`,
});

const samples = (text: string | undefined) => samplesOf(text ?? "");

test("gives the time", async () => {
  const before = Date.now() / 1000;
  const { status, families } = await collect(time, { paths: hostTree({}) });
  expect(status).toBe("ok");
  const value = Number(samples(families.get("node_time_seconds"))?.[0]?.split(" ")[1]);
  expect(value).toBeGreaterThanOrEqual(before);
  expect(value).toBeLessThanOrEqual(Date.now() / 1000);
});

test("gives the offset of the zone that TZ names", async () => {
  const paths = hostTree({});
  const zone = join(paths.rootfs, "zone");
  writeFileSync(zone, compileZone({ types: [[-12600, false, "NST"]] }));
  const before = process.env["TZ"];
  cleanUp(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });
  process.env["TZ"] = zone;
  const { families } = await collect(time, { paths });
  expect(samples(families.get("node_time_zone_offset_seconds"))).toEqual([
    'node_time_zone_offset_seconds{time_zone="NST"} -12600',
  ]);
});

test("numbers clock source devices in the order of their names", async () => {
  const paths = hostTree({
    ...sources("clocksource3", "tsc kvm-clock ", "tsc"),
    ...sources("clocksource10", "hpet", "hpet"),
  });
  const { families } = await collect(time, { paths });
  expect(samples(families.get("node_time_clocksource_available_info"))).toEqual([
    'node_time_clocksource_available_info{clocksource="hpet",device="0"} 1',
    'node_time_clocksource_available_info{clocksource="kvm-clock",device="1"} 1',
    'node_time_clocksource_available_info{clocksource="tsc",device="1"} 1',
  ]);
  expect(samples(families.get("node_time_clocksource_current_info"))).toEqual([
    'node_time_clocksource_current_info{clocksource="hpet",device="0"} 1',
    'node_time_clocksource_current_info{clocksource="tsc",device="1"} 1',
  ]);
});

test("follows clock sources that come and go, and devices", async () => {
  const paths = hostTree(sources("clocksource0", "tsc hpet ", "tsc"));
  const folder = join(paths.sysfs, "devices/system/clocksource");
  const { scrape } = openCollector(time, { paths });
  const names = async () => {
    const { families } = await scrape();
    const found = samples(families.get("node_time_clocksource_available_info")) ?? [];
    return found.map((line) => line.replaceAll(/.*clocksource="(.*)",device="(.*)".*/g, "$1 $2"));
  };
  expect(await names()).toEqual(["hpet 0", "tsc 0"]);
  expect(await names()).toEqual(["hpet 0", "tsc 0"]);
  writeFileSync(join(folder, "clocksource0/available_clocksource"), "hpet acpi_pm \n");
  expect(await names()).toEqual(["acpi_pm 0", "hpet 0"]);
  renameSync(join(folder, "clocksource0"), join(folder, "clocksource2"));
  cpSync(join(folder, "clocksource2"), join(folder, "clocksource1"), { recursive: true });
  writeFileSync(join(folder, "clocksource1/available_clocksource"), "tsc \n");
  expect(await names()).toEqual(["acpi_pm 1", "hpet 1", "tsc 0"]);
});

test("a clock source without its files fails, time and zone stay", async () => {
  const paths = hostTree({ "sys/devices/system/clocksource/clocksource0/": "" });
  const { status, message, families } = await collect(time, { paths });
  expect([status, message]).toEqual(["failed", expect.stringContaining("available_clocksource")]);
  expect([...families.keys()]).toEqual(["node_time_seconds", "node_time_zone_offset_seconds"]);
});

test("a missing sysfs fails, time and zone stay", async () => {
  const { status, families } = await collect(time, { paths: { sysfs: "/missing" } });
  expect([status, families.size]).toEqual(["failed", 2]);
});

test.skipIf(!existsSync("/sys/devices/system/clocksource/clocksource0"))(
  "works on this machine (with a clock source in sysfs only)",
  async () => {
    expect((await collect(time)).families.has("node_time_clocksource_current_info")).toBe(true);
  },
);
