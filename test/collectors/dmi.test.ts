import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import dmi from "../../src/collectors/dmi.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";

test("labels are the files that are there", async () => {
  const paths = hostTree({
    "sys/class/dmi/id/sys_vendor": "Some Vendor \n",
    "sys/class/dmi/id/board_name": "\n",
    "sys/class/dmi/id/bios_version": Buffer.from([0x31, 0xff, 0xff, 0x0a]),
    "sys/class/dmi/id/chassis_type": "17\n",
    "sys/class/dmi/id/modalias": "dmi:bvn\n",
  });
  const { status, text } = await collect(dmi, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(
    '# TYPE node_dmi_info gauge\nnode_dmi_info{bios_version="1\ufffd",board_name="",system_vendor="Some Vendor"} 1\n',
  );
});

test("what cannot be read is asked for again", async () => {
  const paths = hostTree({ "sys/class/dmi/id/board_name": "first\n", "sys/class/dmi/id/bios_vendor/": "" });
  const collector = openCollector(dmi, { paths });
  expect((await collector.scrape()).text).toContain('node_dmi_info{board_name="first"} 1');
  rmSync(join(paths.sysfs, "class/dmi/id/bios_vendor"), { recursive: true });
  writeEntry(join(paths.sysfs, "class/dmi/id/bios_vendor"), "vendor\n");
  expect((await collector.scrape()).text).toContain('node_dmi_info{bios_vendor="vendor",board_name="first"} 1');
});

test("reads once", async () => {
  const paths = hostTree({ "sys/class/dmi/id/board_name": "first\n" });
  const collector = openCollector(dmi, { paths });
  await collector.scrape();
  rmSync(join(paths.sysfs, "class"), { recursive: true });
  const { text } = await collector.scrape();
  expect(text).toContain('board_name="first"');
});

test.each([
  ["without the folder", {}, "does not exist"],
  ["without a file that may be read", { "sys/class/dmi/id/modalias": "dmi:\n" }, "has nothing that may be read"],
])("no data %s", async (_, files, message) => {
  const result = await collect(dmi, { paths: hostTree(files) });
  expect(result).toMatchObject({ status: "nodata", text: "", message: expect.stringContaining(message) });
});

test("a file that cannot be read is a failure, tried again", async () => {
  const collector = openCollector(dmi, { paths: hostTree({ "sys/class/dmi/id/board_name/": "" }) });
  for (let scrape = 0; scrape < 2; scrape++)
    expect(await collector.scrape()).toMatchObject({ status: "failed", message: expect.stringContaining("EISDIR") });
});
