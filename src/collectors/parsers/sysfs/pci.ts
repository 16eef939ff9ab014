import { ParseError } from "../../kit/errors.ts";
import { parseFloatStrict } from "../numbers.ts";

/** Where a PCI function is, as the kernel names it: `0000:45:00.0`. */
export interface PciLocation {
  readonly segment: string;
  readonly bus: string;
  readonly device: string;
  readonly function: string;
}

/** Takes a function's name apart; a segment may have more than four digits. */
export function parsePciLocation(name: string): PciLocation {
  const [, segment = "", bus = "", device = "", fn = ""] =
    /^([0-9a-f]{1,8}):([0-9a-f]{1,2}):([0-9a-f]{1,2})\.([0-9a-f])$/i.exec(name) ?? [];
  if (fn === "") throw new ParseError(`${JSON.stringify(name)} is not the place of a PCI device`);
  return { segment: hex(segment, 4), bus: hex(bus, 2), device: hex(device, 2), function: hex(fn, 1) };
}

/** Places of a device and of the bridge above it; undefined below a host bridge. */
interface PciPlace {
  readonly own: PciLocation;
  readonly parent: PciLocation | undefined;
}

/** Reads both from the link target in /sys/bus/pci/devices, such as `…/pci0000:00/0000:00:02.1/0000:01:00.0`. */
export function parsePciLink(target: string): PciPlace {
  const [parent = "", own = ""] = target.split("/").slice(-2);
  return { own: parsePciLocation(own), parent: parent.startsWith("pci") ? undefined : parsePciLocation(parent) };
}

/** `8.0 GT/s PCIe` in transfers per second; -1 where the kernel does not know. */
export function parseLinkSpeed(text: string, path: string): number {
  if (text === "" || text.startsWith("Unknown")) return -1;
  const [, figures = ""] = /^(.*) GT\/s PCIe$/.exec(text) ?? [];
  const gigatransfers = parseFloatStrict(figures);
  if (gigatransfers === undefined) throw new ParseError(`${path}: ${JSON.stringify(text)} is not a link speed`);
  return gigatransfers * 1e9;
}

/** An identifier as the exposition shows it: `0x8086`. */
export function hexId(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

function hex(text: string, digits: number): string {
  return Number.parseInt(text, 16).toString(16).padStart(digits, "0");
}
