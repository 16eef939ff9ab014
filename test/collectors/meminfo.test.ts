import { expect, test } from "vitest";
import meminfo from "../../src/collectors/meminfo.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const gives = async (content: string) => {
  const { status, text } = await collect(meminfo, { paths: hostTree({ "proc/meminfo": content }) });
  return [status, samplesOf(text)];
};

test("shows known fields in bytes and huge pages as they are", async () => {
  expect(
    await gives("MemTotal: 4 kB\nActive(anon): 2 kB\nCommitted_AS: 1 kB\nHugePages_Total: 7\nHugepagesize: 2048 kB\n"),
  ).toEqual([
    "ok",
    [
      "node_memory_Active_anon_bytes 2048",
      "node_memory_Committed_AS_bytes 1024",
      "node_memory_HugePages_Total 7",
      "node_memory_Hugepagesize_bytes 2.097152e+06",
      "node_memory_MemTotal_bytes 4096",
    ],
  ]);
});

test("fields that node_exporter does not show are left out, but checked", async () => {
  expect(await gives("KReclaimable: 4 kB\nHugetlb: 2 kB\nSecPageTables: 1 kB\n")).toEqual(["ok", []]);
  expect(await gives("MemFree: 1 kB\nNew: 4 MB\n")).toEqual(["ok", ["node_memory_MemFree_bytes 1024"]]);
});

test("fails without the file", async () => {
  expect((await collect(meminfo, { paths: hostTree({}) })).message).toContain("ENOENT");
});

test("a missing procfs ends the start", () => {
  expect(() => openCollector(meminfo, { paths: { procfs: "/missing" } })).toThrow("--path.procfs: /missing");
});

test("gives the fields of this machine", async () => {
  const { status, families } = await collect(meminfo);
  expect(status).toBe("ok");
  for (const field of ["MemTotal", "MemAvailable", "Active_file", "Slab"])
    expect(families.has(`node_memory_${field}_bytes`)).toBe(true);
});
