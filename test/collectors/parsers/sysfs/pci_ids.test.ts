import { expect, test } from "vitest";
import { PciIds } from "../../../../src/collectors/parsers/sysfs/pci_ids.ts";

const FILE = `# a comment
0e11  First Works
	0001  Disk machine
		0e11 0007  Disk machine on a card
	# a comment between
	0002  Tape machine
1af4  Second Hats
	1041  Network machine
ffff  Nobody

# List of known device classes
C 01  Storage
	06  Serial storage
		01  Serial storage, version 1
	08  Solid storage
C 02  Network
`;

const ids = new PciIds(Buffer.from(FILE));

test("names of vendors, devices and subsystems", () => {
  expect(ids.vendor("0e11")).toBe("First Works");
  expect(ids.device("0e11", "0002")).toBe("Tape machine");
  expect(ids.device("1af4", "1041")).toBe("Network machine");
  expect(ids.subsystem("0e11", "0001", "0e11", "0007")).toBe("Disk machine on a card");
});

test("what is not listed, or only below another, is its own identifier", () => {
  expect(ids.vendor("8086")).toBe("8086");
  expect(ids.device("1af4", "0001")).toBe("0001");
  expect(ids.device("8086", "0001")).toBe("0001");
  expect(ids.device("ffff", "0001")).toBe("0001");
  expect(ids.subsystem("0e11", "0002", "0e11", "0007")).toBe("0007");
});

test("classes by the most that is known", () => {
  expect(ids.className("010601")).toBe("Serial storage, version 1");
  expect(ids.className("010602")).toBe("Serial storage");
  expect(ids.className("01ff00")).toBe("Storage");
  expect(ids.className("020000")).toBe("Network");
  expect(ids.className("ff0000")).toBe("Unknown class (ff0000)");
});

test("an empty file names nothing", () => {
  const none = new PciIds(Buffer.alloc(0));
  expect(none.vendor("0e11")).toBe("0e11");
  expect(none.className("010601")).toBe("Unknown class (010601)");
});

test("a file without a last line break", () => {
  expect(new PciIds(Buffer.from("0e11  First\n\t0001  Last")).device("0e11", "0001")).toBe("Last");
});
