import { join } from "node:path";
import { expect, test } from "vitest";
import interrupts from "../../../src/collectors/interrupts.ts";
import { collect, openCollector, stateOf } from "../../support/collect.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";
import { samplesOf } from "../../support/samples.ts";

const NODES = {
  "sys/devices/system/node/node0/cpulist": "0-1\n",
  "sys/devices/system/node/node1/cpulist": "2\n",
};

const table = (...rows: readonly string[]) => `${rows.join("\n")}\n`;

const FIRST = table(
  "      CPU0  CPU1  CPU2",
  " 8:   1     2     3     IO-APIC  8-edge rtc0",
  " 9:   5     5     0     IO-APIC  9-edge disk",
  "ERR:  4",
  "NMI:  7     7     7     Non-maskable interrupts",
);

const rtc = (group: string) => `{devices="8-edge rtc0",group="${group}",info="IO-APIC",type="8"}`;
const nmi = (group: string) => `{devices="",group="${group}",info="Non-maskable interrupts",type="NMI"}`;

const values = (text: string) =>
  Object.fromEntries(
    samplesOf(text).map((line) => [
      line.slice("node_interrupts_group_total".length, line.lastIndexOf(" ")),
      line.slice(line.lastIndexOf(" ") + 1),
    ]),
  );

test("columns are those of the CPUs that the heading names, rows are known by their labels", async () => {
  const paths = hostTree({ ...NODES, "proc/interrupts": FIRST });
  const scraper = openCollector(interrupts, { paths, cpuGroup: "node" });
  const first = values((await scraper.scrape()).text);
  expect(Object.keys(first)).toHaveLength(6);
  expect(new Set(Object.values(first))).toEqual(new Set(["0"]));
  // CPU 1 is gone, a row has appeared before the others.
  const second = table(
    "      CPU0  CPU2",
    " 7:   90    90    IO-APIC  7-edge new",
    " 8:   2     5     IO-APIC  8-edge rtc0",
    "NMI:  17    7     Non-maskable interrupts",
  );
  writeEntry(join(paths.procfs, "interrupts"), second);
  const found = values((await scraper.scrape()).text);
  expect(found).toMatchObject({ [rtc("node0")]: "1", [rtc("node1")]: "2", [nmi("node0")]: "10", [nmi("node1")]: "0" });
  expect(Object.keys(found)).toHaveLength(6);
});

test("a replaced worker continues with each row", async () => {
  const paths = hostTree({ ...NODES, "proc/interrupts": FIRST });
  const options = { paths, cpuGroup: "all", state: stateOf(interrupts, "all") } as const;
  await collect(interrupts, options);
  writeEntry(join(paths.procfs, "interrupts"), FIRST.replace(" 8:   1 ", " 8:   4 ").replace(" 9: ", "19: "));
  const found = values((await collect(interrupts, options)).text);
  expect(found).toMatchObject({ [rtc("all")]: "3", [nmi("all")]: "0" });
});

test("--no-collector.interrupts.include-zeros leaves out groups that have never received one", async () => {
  const paths = hostTree({ ...NODES, "proc/interrupts": FIRST });
  const flags = { "collector.interrupts.include-zeros": false, "collector.interrupts.name-include": "^9;" };
  const { text } = await collect(interrupts, { paths, flags, cpuGroup: "node" });
  expect(samplesOf(text)).toEqual([
    'node_interrupts_group_total{devices="9-edge disk",group="node0",info="IO-APIC",type="9"} 0',
  ]);
});

test("a row with a bad count is left out and begins again", async () => {
  const paths = hostTree({ ...NODES, "proc/interrupts": FIRST });
  const scraper = openCollector(interrupts, { paths, cpuGroup: "all" });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "interrupts"), FIRST.replace(" 8:   1 ", " 8:   x "));
  const bad = await scraper.scrape();
  expect([bad.skipped, Object.keys(values(bad.text)).includes(rtc("all"))]).toEqual([1, false]);
  writeEntry(join(paths.procfs, "interrupts"), FIRST.replace(" 8:   1 ", " 8:   100 "));
  expect(values((await scraper.scrape()).text)).toMatchObject({ [rtc("all")]: "0" });
});

test("a heading that does not name CPUs fails the collector", async () => {
  const paths = hostTree({ ...NODES, "proc/interrupts": FIRST.replace("CPU1", "CPUx") });
  const { status, message } = await collect(interrupts, { paths, cpuGroup: "all" });
  expect([status, message]).toEqual(["failed", expect.stringContaining("proc/interrupts")]);
});
