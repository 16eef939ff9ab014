import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import watchdog from "../../src/collectors/watchdog.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

test("numbers that are there, and always an info", async () => {
  const paths = hostTree({
    "sys/class/watchdog/watchdog0/timeout": "60\n",
    "sys/class/watchdog/watchdog0/timeleft": "0x1f\n",
    "sys/class/watchdog/watchdog0/pretimeout": "5\n",
    "sys/class/watchdog/watchdog0/bootstatus": "32\n",
    "sys/class/watchdog/watchdog0/fw_version": "1\n",
    "sys/class/watchdog/watchdog0/nowayout": "0\n",
    "sys/class/watchdog/watchdog0/access_cs0": "1\n",
    "sys/class/watchdog/watchdog0/identity": "A dog\n",
    "sys/class/watchdog/watchdog0/options": "0x8180\n",
    "sys/class/watchdog/watchdog0/state": "active\n",
    "sys/class/watchdog/watchdog0/status": "0x8000\n",
    "sys/class/watchdog/watchdog0/pretimeout_governor": "panic\n",
    "sys/class/watchdog/watchdog1/": "",
  });
  const { status, text } = await collect(watchdog, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_watchdog_access_cs0{name="watchdog0"} 1',
    'node_watchdog_bootstatus{name="watchdog0"} 32',
    'node_watchdog_fw_version{name="watchdog0"} 1',
    'node_watchdog_info{identity="",name="watchdog1",options="",pretimeout_governor="",state="",status=""} 1',
    'node_watchdog_info{identity="A dog",name="watchdog0",options="0x8180",pretimeout_governor="panic",state="active",status="0x8000"} 1',
    'node_watchdog_nowayout{name="watchdog0"} 0',
    'node_watchdog_pretimeout_seconds{name="watchdog0"} 5',
    'node_watchdog_timeleft_seconds{name="watchdog0"} 31',
    'node_watchdog_timeout_seconds{name="watchdog0"} 60',
  ]);
});

test("no data without the folder", async () => {
  expect(await collect(watchdog, { paths: hostTree({}) })).toMatchObject({ status: "nodata", text: "" });
});

test("an empty folder is no failure", async () => {
  const paths = hostTree({ "sys/class/watchdog/": "" });
  expect(await collect(watchdog, { paths })).toMatchObject({ status: "ok", text: "" });
});

test("what is no number costs itself", async () => {
  const paths = hostTree({ "sys/class/watchdog/watchdog0/timeout": "soon\n" });
  expect(await collect(watchdog, { paths })).toMatchObject({
    status: "ok",
    skipped: 1,
    message: `${paths.sysfs}/class/watchdog/watchdog0/timeout: "soon" is not a number`,
  });
});

test("the mount point of sysfs has to be a folder", async () => {
  const { rootfs } = hostTree({ file: "" });
  await expect(collect(watchdog, { paths: { sysfs: `${rootfs}/none` } })).rejects.toThrow(
    new ConfigurationError(`--path.sysfs: ${rootfs}/none does not exist`),
  );
  await expect(collect(watchdog, { paths: { sysfs: `${rootfs}/file` } })).rejects.toThrow(
    new ConfigurationError(`--path.sysfs: ${rootfs}/file is not a directory`),
  );
  await expect(collect(watchdog, { paths: { sysfs: `${rootfs}/file/sys` } })).rejects.toThrow(
    new ConfigurationError(`--path.sysfs: cannot read ${rootfs}/file/sys: not a directory`),
  );
});
