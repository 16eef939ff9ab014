import { expect, test } from "vitest";
import { hexId, parseLinkSpeed, parsePciLink, parsePciLocation } from "../../../../src/collectors/parsers/sysfs/pci.ts";

test("a device below a bridge has the bridge as its parent", () => {
  expect(parsePciLink("../../../devices/pci0000:00/0000:00:02.1/0000:01:00.0")).toEqual({
    own: { segment: "0000", bus: "01", device: "00", function: "0" },
    parent: { segment: "0000", bus: "00", device: "02", function: "1" },
  });
});

test("a device below a host bridge has none", () => {
  expect(parsePciLink("../../../devices/pci0000:00/0000:00:1f.3")).toEqual({
    own: { segment: "0000", bus: "00", device: "1f", function: "3" },
    parent: undefined,
  });
});

test("a virtual host bridge has a long segment", () => {
  expect(parsePciLocation("10000:e1:00.0").segment).toBe("10000");
});

test.each(["", "0000:00:02", "virtio0", "0000:00:02.1x", "../../x"])("%j is no place", (target) => {
  expect(() => parsePciLink(target)).toThrow("is not the place of a PCI device");
});

test("a parent that is no PCI device is an error", () => {
  expect(() => parsePciLink("../../../devices/platform/0000:01:00.0")).toThrow(
    '"platform" is not the place of a PCI device',
  );
});

test.each([
  ["8.0 GT/s PCIe", 8e9],
  ["2.5 GT/s PCIe", 2.5e9],
  ["64.0 GT/s PCIe", 64e9],
  ["Unknown", -1],
  ["Unknown speed", -1],
  ["", -1],
])("link speed %j is %d", (text, speed) => {
  expect(parseLinkSpeed(text, "max_link_speed")).toBe(speed);
});

test.each(["8.0 GT/s", "fast GT/s PCIe", "5 MT/s PCIe"])("link speed %j is an error that names the file", (text) => {
  expect(() => parseLinkSpeed(text, "/sys/x/max_link_speed")).toThrow(
    `/sys/x/max_link_speed: ${JSON.stringify(text)} is not a link speed`,
  );
});

test("identifiers are padded", () => {
  expect(hexId(0x60400, 6)).toBe("0x060400");
  expect(hexId(0, 2)).toBe("0x00");
});
