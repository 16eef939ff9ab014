import { expect, test } from "vitest";
import { interruptRows } from "../../../../src/collectors/parsers/procfs/interrupts.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18 with two CPUs, shortened. */
const TWO_CPUS = `           CPU0       CPU1       
 30:          0          7 PCI-MSIX-0000:00:01.0   2-edge      virtio0-deflate
 41:       2535 4294967295 IR-IO-APIC   16-fasteoi   ehci_hcd:usb1, mmc0
NMI:          0          0   Non-maskable interrupts
LOC:     137123     133144   Local timer interrupts
ERR:          0
MIS:          0
`;

const rows = (text: string) => [...rowsAsLists(text)];

function* rowsAsLists(text: string) {
  for (const { type, info, devices, counts } of interruptRows(Buffer.from(text), "/proc/interrupts"))
    yield [type, info, devices, ...counts];
}

test("reads numbered and named rows and leaves out those without a column for each CPU", () => {
  expect(rows(TWO_CPUS)).toEqual([
    ["30", "PCI-MSIX-0000:00:01.0", "2-edge virtio0-deflate", 0, 7],
    ["41", "IR-IO-APIC", "16-fasteoi ehci_hcd:usb1, mmc0", 2535, 4294967295],
    ["NMI", "Non-maskable interrupts", "", 0, 0],
    ["LOC", "Local timer interrupts", "", 137123, 133144],
  ]);
});

test("reads the inter-processor interrupts of arm64, which have no blank behind the colon", () => {
  expect(rows("       CPU0\nIPI0:12345678901       Rescheduling interrupts\n")).toEqual([
    ["IPI0", "Rescheduling interrupts", "", 12345678901],
  ]);
});

test.each([
  ["a row without a description", "  CPU0\n 7:  5\n"],
  ["a row without a colon", "  CPU0\n 7  5 timer\n"],
  ["an empty row", "  CPU0\n\n"],
])("leaves out %s", (_, text) => {
  expect(rows(text)).toEqual([]);
});

test("of two rows with one name the last counts", () => {
  expect(rows("  CPU0\n 7: 1 first a\n 8: 2 x y\n 7: 3 second b\n")).toEqual([
    ["7", "second", "b", 3],
    ["8", "x", "y", 2],
  ]);
});

test("tells which count is not a number", () => {
  const [row] = interruptRows(Buffer.from("  CPU0 CPU1\n 7: 1 x? timer\n"), "/proc/interrupts");
  expect(row?.problem?.message).toBe('/proc/interrupts: "x?" is not a number in " 7: 1 x? timer"');
});

test("an empty file is an error", () => {
  expect(() => rows("")).toThrow("/proc/interrupts: no header");
});

test("survives garbage", () => {
  parserSurvivesGarbage((bytes, path) => [...interruptRows(bytes, path)], TWO_CPUS);
});
