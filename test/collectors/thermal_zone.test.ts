import { expect, test } from "vitest";
import thermalZone from "../../src/collectors/thermal_zone.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, type TreeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const zone = (n: number | string, type: string, temp: string) => ({
  [`sys/class/thermal/thermal_zone${n}/type`]: `${type}\n`,
  [`sys/class/thermal/thermal_zone${n}/temp`]: `${temp}\n`,
});

const device = (n: number, max: string, cur: string) => ({
  [`sys/class/thermal/cooling_device${n}/type`]: "Processor\n",
  [`sys/class/thermal/cooling_device${n}/max_state`]: `${max}\n`,
  [`sys/class/thermal/cooling_device${n}/cur_state`]: `${cur}\n`,
});

const gives = async (files: Record<string, TreeEntry>) => {
  const { status, message, text } = await collect(thermalZone, { paths: hostTree(files) });
  return { status, message, samples: samplesOf(text) };
};

test("gives temperatures and cooling states", async () => {
  const files = { ...zone(0, "x86_pkg_temp", "48500"), ...zone(1, "outside", "-3250"), ...device(0, "10", "-1") };
  expect(await gives(files)).toEqual({
    status: "ok",
    message: "",
    samples: [
      'node_cooling_device_cur_state{name="0",type="Processor"} -1',
      'node_cooling_device_max_state{name="0",type="Processor"} 10',
      'node_thermal_zone_temp{type="outside",zone="1"} -3.25',
      'node_thermal_zone_temp{type="x86_pkg_temp",zone="0"} 48.5',
    ],
  });
});

test("a host without any is fine", async () => {
  expect(await gives({})).toEqual({ status: "ok", message: "", samples: [] });
  expect(await gives({ "sys/class/thermal/": "" })).toMatchObject({ status: "ok", samples: [] });
});

test("a zone without a readable temperature is left out", async () => {
  const files = {
    ...zone(0, "a", "x"),
    "sys/class/thermal/thermal_zone1/type": "b\n",
    "sys/class/thermal/thermal_zone2/temp/": "",
    ...zone(3, "d", "1000"),
  };
  expect(await gives(files)).toMatchObject({
    status: "ok",
    samples: ['node_thermal_zone_temp{type="d",zone="3"} 1'],
  });
});

test("a zone without a type has an empty one", async () => {
  expect((await gives({ "sys/class/thermal/thermal_zone0/temp": "1000\n" })).samples).toEqual([
    'node_thermal_zone_temp{type="",zone="0"} 1',
  ]);
});

test("a cooling device that lacks a file is left out", async () => {
  const files = { "sys/class/thermal/cooling_device0/type": "Fan\n", ...device(1, "3", "0") };
  expect(await gives(files)).toMatchObject({
    status: "ok",
    samples: [
      'node_cooling_device_cur_state{name="1",type="Processor"} 0',
      'node_cooling_device_max_state{name="1",type="Processor"} 3',
    ],
  });
});

test("a state that the driver does not have at the moment is left out", async () => {
  // The kernel answers EINVAL for the speed of an interface that has none.
  const state = { link: "/sys/class/net/lo/speed" };
  const files = { ...device(0, "3", "0"), "sys/class/thermal/cooling_device1/type": "Fan\n" };
  const links = {
    "sys/class/thermal/cooling_device1/cur_state": state,
    "sys/class/thermal/cooling_device1/max_state": state,
  };
  expect(await gives({ ...files, ...links })).toEqual({
    status: "ok",
    message: "",
    samples: [
      'node_cooling_device_cur_state{name="0",type="Processor"} 0',
      'node_cooling_device_max_state{name="0",type="Processor"} 3',
    ],
  });
});

test("a state that is no number costs itself", async () => {
  const files = { ...zone(0, "a", "1000"), ...device(0, "many", "0"), ...device(1, "3", "2") };
  expect(await gives(files)).toEqual({
    status: "ok",
    message: expect.stringMatching(/cooling_device0\/max_state: "many" is not a number$/),
    samples: [
      'node_cooling_device_cur_state{name="0",type="Processor"} 0',
      'node_cooling_device_cur_state{name="1",type="Processor"} 2',
      'node_cooling_device_max_state{name="1",type="Processor"} 3',
      'node_thermal_zone_temp{type="a",zone="0"} 1',
    ],
  });
});

test("other names are left alone", async () => {
  expect((await gives(zone("_new", "a", "1"))).samples).toEqual([]);
});

test("a missing sysfs ends the start", () => {
  expect(() => openCollector(thermalZone, { paths: { sysfs: "/missing" } })).toThrow("--path.sysfs: /missing");
});

test("works on this machine", async () => {
  expect((await collect(thermalZone)).status).toBe("ok");
});
