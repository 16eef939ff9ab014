import { expect, test } from "vitest";
import edac from "../../src/collectors/edac.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const MC = "sys/devices/system/edac/mc";

function controller(number: number): Record<string, string> {
  const at = `${MC}/mc${number}`;
  return {
    [`${at}/ce_count`]: "1\n",
    [`${at}/ce_noinfo_count`]: "2\n",
    [`${at}/ue_count`]: "3\n",
    [`${at}/ue_noinfo_count`]: "4\n",
  };
}

test("controllers, rows and channels", async () => {
  const paths = hostTree({
    ...controller(0),
    [`${MC}/mc0/csrow10/ce_count`]: "5\n",
    [`${MC}/mc0/csrow10/ue_count`]: "6\n",
    [`${MC}/mc0/csrow10/ch0_ce_count`]: "7\n",
    [`${MC}/mc0/csrow10/ch0_dimm_label`]: "mc#0csrow#10channel#0 \n",
    [`${MC}/mc0/csrow10/ch1_ue_count`]: "8\n",
    [`${MC}/mc0/dimm0/dimm_label`]: "x\n",
    [`${MC}/power/control`]: "auto\n",
    [`${MC}/mcx/ce_count`]: "9\n",
    [`${MC}/000/ce_count`]: "9\n",
  });
  const { status, text } = await collect(edac, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_edac_channel_correctable_errors_total{channel="0",controller="0",csrow="10",dimm_label="mc0_csrow10_channel0"} 7',
    'node_edac_channel_uncorrectable_errors_total{channel="1",controller="0",csrow="10",dimm_label="unknown"} 8',
    'node_edac_correctable_errors_total{controller="0"} 1',
    'node_edac_csrow_correctable_errors_total{controller="0",csrow="10"} 5',
    'node_edac_csrow_correctable_errors_total{controller="0",csrow="unknown"} 2',
    'node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="10"} 6',
    'node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="unknown"} 4',
    'node_edac_uncorrectable_errors_total{controller="0"} 3',
  ]);
});

test("without controllers there is nothing and no failure", async () => {
  expect(await collect(edac, { paths: hostTree({}) })).toMatchObject({ status: "ok", text: "" });
});

test("a count that is no number costs itself", async () => {
  const paths = hostTree({ ...controller(0), ...controller(1), [`${MC}/mc0/ce_count`]: "many\n" });
  const { status, message, text } = await collect(edac, { paths });
  expect(status).toBe("ok");
  expect(message).toBe(`${paths.sysfs}/devices/system/edac/mc/mc0/ce_count: "many" is not a number`);
  expect(text).toContain('node_edac_uncorrectable_errors_total{controller="1"} 3');
});

test("a controller without a required file is reported", async () => {
  const paths = hostTree({ [`${MC}/mc0/ce_count`]: "1\n" });
  expect(await collect(edac, { paths })).toMatchObject({
    status: "ok",
    message: expect.stringContaining("ENOENT"),
  });
});
