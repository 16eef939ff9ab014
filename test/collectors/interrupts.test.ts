import { join } from "node:path";
import { expect, test } from "vitest";
import interrupts from "../../src/collectors/interrupts.ts";
import { collect, openCollector, type CollectOptions } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const TABLE = `           CPU0       CPU1
  0:         18          0  IO-APIC   2-edge      timer
 27:          0       4000  PCI-MSI  nvme0q0, nvme1q0
NMI:          5          6   Non-maskable interrupts
ERR:          0
`;

const samples = async (flags: NonNullable<CollectOptions["flags"]>, table = TABLE) => {
  const { status, text } = await collect(interrupts, { paths: hostTree({ "proc/interrupts": table }), flags });
  expect(status).toBe("ok");
  return samplesOf(text);
};

test("gives the count of each CPU and source", async () => {
  expect(await samples({})).toEqual([
    'node_interrupts_total{cpu="0",devices="",info="Non-maskable interrupts",type="NMI"} 5',
    'node_interrupts_total{cpu="0",devices="2-edge timer",info="IO-APIC",type="0"} 18',
    'node_interrupts_total{cpu="0",devices="nvme0q0, nvme1q0",info="PCI-MSI",type="27"} 0',
    'node_interrupts_total{cpu="1",devices="",info="Non-maskable interrupts",type="NMI"} 6',
    'node_interrupts_total{cpu="1",devices="2-edge timer",info="IO-APIC",type="0"} 0',
    'node_interrupts_total{cpu="1",devices="nvme0q0, nvme1q0",info="PCI-MSI",type="27"} 4000',
  ]);
});

test("include and exclude match type, info and devices, and may be combined", async () => {
  expect(await samples({ "collector.interrupts.name-include": "^27;PCI-MSI;nvme0" })).toHaveLength(2);
  expect(await samples({ "collector.interrupts.name-exclude": ";timer|timer$" })).toHaveLength(4);
  const both = { "collector.interrupts.name-include": "timer|nvme", "collector.interrupts.name-exclude": "^0;" };
  expect(await samples(both)).toHaveLength(2);
});

test("an ignored row may be damaged", async () => {
  expect(await samples({ "collector.interrupts.name-exclude": "^0;" }, TABLE.replace("18", "x8"))).toHaveLength(4);
});

test("zeros may be left out", async () => {
  expect(await samples({ "collector.interrupts.include-zeros": false })).toHaveLength(4);
  const paths = hostTree({ "proc/interrupts": "      CPU0 CPU1\n  9:   0    1  IO-APIC  acpi\n" });
  const { text } = await collect(interrupts, { paths, flags: { "collector.interrupts.include-zeros": false } });
  expect(samplesOf(text)).toEqual(['node_interrupts_total{cpu="1",devices="acpi",info="IO-APIC",type="9"} 1']);
});

test("follows rows and CPUs that come and go", async () => {
  const paths = hostTree({ "proc/interrupts": TABLE });
  const scraper = openCollector(interrupts, { paths });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "interrupts"), "      CPU0\n 27:   4001  PCI-MSI  nvme1q0\n");
  const { text } = await scraper.scrape();
  expect(text).toBe(`# TYPE node_interrupts_total counter
node_interrupts_total{cpu="0",devices="nvme1q0",info="PCI-MSI",type="27"} 4001
`);
});

test("an interrupt number may change hands", async () => {
  const paths = hostTree({ "proc/interrupts": TABLE });
  const scraper = openCollector(interrupts, { paths });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "interrupts"), TABLE.replace("nvme0q0, nvme1q0", "eth0-rx"));
  const { text } = await scraper.scrape();
  expect(text).toContain('{cpu="1",devices="eth0-rx",info="PCI-MSI",type="27"} 4000\n');
  expect(text).not.toContain("nvme");
});

test.each([
  [{}, "ENOENT"],
  [{ "proc/interrupts": "" }, "no header"],
])("fails with %j", async (files, problem) => {
  const { status, message } = await collect(interrupts, { paths: hostTree(files) });
  expect([status, message]).toEqual(["failed", expect.stringContaining(problem)]);
});

test("a row that cannot be read is left out", async () => {
  const paths = hostTree({ "proc/interrupts": TABLE.replace("18", "x8") });
  const { status, skipped, message, text } = await collect(interrupts, { paths });
  expect([status, skipped, message]).toEqual(["ok", 1, expect.stringContaining('"x8" is not a number')]);
  expect(text).not.toContain('type="0"');
  expect(text).toContain('type="27"');
});

test("a bad pattern names its flag", () => {
  const flags = { "collector.interrupts.name-include": "(" };
  expect(() => openCollector(interrupts, { flags })).toThrow("--collector.interrupts.name-include: bad regular");
});

test("reads this machine", async () => {
  const { status, families, duplicates } = await collect(interrupts);
  expect([status, duplicates]).toEqual(["ok", 0]);
  expect(families.get("node_interrupts_total")).toContain('{cpu="0",');
});
