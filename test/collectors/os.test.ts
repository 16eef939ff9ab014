import { join } from "node:path";
import { expect, test } from "vitest";
import os from "../../src/collectors/os.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const ETC = "etc/os-release";
const gives = async (files: Record<string, string>) => {
  const { status, message, text } = await collect(os, { paths: hostTree(files) });
  return { status, message, samples: samplesOf(text) };
};

const infoOf = (id: string) =>
  `node_os_info{build_id="",id="${id}",id_like="",image_id="",image_version="",name="",pretty_name="",variant="",variant_id="",version="",version_codename="",version_id=""} 1`;

test("gives all that os-release tells", async () => {
  const content =
    'ID=debian\nID_LIKE="x y"\nBUILD_ID=b\nIMAGE_ID=i\nIMAGE_VERSION=iv\nNAME="Debian GNU/Linux"\nPRETTY_NAME=p\nVARIANT=v\nVARIANT_ID=vi\nVERSION="13 (trixie)"\nVERSION_CODENAME=trixie\nVERSION_ID=13\nSUPPORT_END=2028-06-30\n';
  expect(await gives({ [ETC]: content })).toEqual({
    status: "ok",
    message: "",
    samples: [
      'node_os_info{build_id="b",id="debian",id_like="x y",image_id="i",image_version="iv",name="Debian GNU/Linux",pretty_name="p",variant="v",variant_id="vi",version="13 (trixie)",version_codename="trixie",version_id="13"} 1',
      "node_os_support_end_timestamp_seconds 1.845936e+09",
      'node_os_version{id="debian",id_like="x y",name="Debian GNU/Linux"} 13',
    ],
  });
});

test.each([
  ["22.04", "22.04"],
  ["2023.10.1", "2023.1"],
  ["7.", "7"],
  ["42-beta", "42"],
])("version %s is %s", async (version, value) => {
  expect((await gives({ [ETC]: `VERSION_ID=${version}\n` })).samples[1]).toBe(
    `node_os_version{id="",id_like="",name=""} ${value}`,
  );
});

test.each(["rolling", "0", ""])("version %j has no number", async (version) => {
  expect((await gives({ [ETC]: `VERSION_ID=${version}\n` })).samples).toHaveLength(1);
});

test("reads the first file that exists", async () => {
  expect((await gives({ [ETC]: "ID=a\n", "usr/lib/os-release": "ID=b\n" })).samples).toEqual([infoOf("a")]);
  expect((await gives({ "usr/lib/os-release": "ID=b\n" })).samples).toEqual([infoOf("b")]);
});

test("a changed file shows at the next scrape", async () => {
  const paths = hostTree({ [ETC]: "ID=a\n" });
  const scraper = openCollector(os, { paths });
  expect(samplesOf((await scraper.scrape()).text)).toEqual([infoOf("a")]);
  writeEntry(join(paths.rootfs, ETC), "ID=c\n");
  expect(samplesOf((await scraper.scrape()).text)).toEqual([infoOf("c")]);
});

test("a host without os-release has no data", async () => {
  expect(await gives({})).toMatchObject({ status: "nodata", samples: [] });
});

test("a damaged file fails", async () => {
  expect(await gives({ [ETC]: "ID\n" })).toMatchObject({
    status: "failed",
    message: expect.stringMatching(/etc\/os-release: line 1: no =$/),
    samples: [],
  });
});

test("a line that cannot be read costs itself, for as long as it is there", async () => {
  const scraper = openCollector(os, { paths: hostTree({ [ETC]: "ID=a\nNAME\n" }) });
  for (let i = 0; i < 2; i++) {
    const { status, skipped, message, text } = await scraper.scrape();
    expect([status, skipped, message]).toEqual(["ok", 1, expect.stringContaining("line 2: no =")]);
    expect(samplesOf(text)).toEqual([infoOf("a")]);
  }
});

test("what stands in the way of reading fails", async () => {
  expect(await gives({ [`${ETC}/`]: "" })).toMatchObject({
    status: "failed",
    message: expect.stringContaining("EISDIR"),
  });
});

test.each(["soon", "2028-02-30", "2028-13-01", "28-01-01"])("SUPPORT_END=%s costs itself", async (date) => {
  expect(await gives({ [ETC]: `ID=a\nSUPPORT_END=${date}\n` })).toEqual({
    status: "ok",
    message: expect.stringContaining(`os-release: SUPPORT_END: "${date}" is not a date`),
    samples: [infoOf("a")],
  });
});
