import { readFileSync } from "node:fs";
import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { hasErrno, MISSING } from "./kit/errnos.ts";
import { messageOf, ParseError } from "./kit/errors.ts";
import { familiesIn, gauge, openGauge } from "./kit/family.ts";
import { type Directory, REQUIRED, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { hostFile, kernelOption, sysfs } from "./kit/sources.ts";
import { parseInteger } from "./parsers/sysfs/number.ts";
import { hexId, parseLinkSpeed, parsePciLink, type PciLocation } from "./parsers/sysfs/pci.ts";
import { PciIds } from "./parsers/sysfs/pci_ids.ts";

const info = openGauge("node_pcidevice_info", "Identifiers of the PCI device as labels; always 1.");

const maxSpeed = placed("max_link_transfers_per_second", "Highest speed of the link in transfers per second.");
const currentSpeed = placed("current_link_transfers_per_second", "Speed of the link in transfers per second.");
const numaNode = placed("numa_node", "NUMA node that the device is closest to.");
const powerState = gauge(
  "node_pcidevice_power_state",
  "1 for the current power state of the device.",
  "segment",
  "bus",
  "device",
  "function",
  "state",
);

/** Attribute, family and value of a device without the attribute. */
const NUMBERS = [
  ["max_link_width", placed("max_link_width", "Largest number of lanes of the link."), -1],
  ["current_link_width", placed("current_link_width", "Lanes of the link."), -1],
  ["d3cold_allowed", placed("d3cold_allowed", "1 when the device may be switched off."), 0],
  [
    "sriov_drivers_autoprobe",
    placed("sriov_drivers_autoprobe", "1 when drivers are bound to new virtual functions."),
    0,
  ],
  ["sriov_numvfs", placed("sriov_numvfs", "Virtual functions that are switched on."), 0],
  ["sriov_totalvfs", placed("sriov_totalvfs", "Virtual functions that the device can have."), 0],
  ["sriov_vf_total_msix", placed("sriov_vf_total_msix", "Interrupt vectors to share between virtual functions."), 0],
] as const;

const SPEEDS = [
  ["max_link_speed", maxSpeed],
  ["current_link_speed", currentSpeed],
] as const;

const POWER_STATES = ["D0", "D1", "D2", "D3hot", "D3cold", "unknown", "error"];
const FOLDER = "bus/pci/devices";

/** Where distributions keep the list of names. */
const IDS_FILES = ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"];

export default defineCollector({
  name: "pcidevice",
  summary: "PCI devices, their links and power states from /sys/bus/pci/devices.",
  enabledByDefault: false,
  families: [info, maxSpeed, currentSpeed, numaNode, powerState, ...familiesIn(NUMBERS)],
  sources: [
    sysfs("bus/pci/devices/**"),
    hostFile("/usr/share/misc/pci.ids", info),
    hostFile("/usr/share/hwdata/pci.ids", info),
    kernelOption("CONFIG_PCI"),
  ],
  flags: {
    "collector.pcidevice.idsfile": {
      type: "string",
      default: "",
      help: "File with the names of PCI devices; default: the usual locations.",
    },
    "collector.pcidevice.names": {
      type: "bool",
      default: false,
      help: "Show the names of vendor, device, subsystem and class as labels.",
    },
  },
  create(context) {
    const {
      host: { sys },
      flags,
      skip,
    } = context;
    requireDirectory("path.sysfs", sys);
    const file = flags["collector.pcidevice.idsfile"];
    const ids = flags["collector.pcidevice.names"] ? readIds(file === "" ? IDS_FILES : [file]) : undefined;
    if (ids !== undefined && ids.problem !== "")
      context.log("debug", "names of PCI devices are not known", { err: ids.problem });
    return (emit) => {
      const names = sys.listIf(FOLDER);
      if (names === undefined) return absent(FOLDER);
      return orNoData(MISSING, () =>
        eachDevice(
          names,
          (name) => sys.exists(`${FOLDER}/${name}`),
          (name) => emitDevice(emit, sys, name, ids?.names),
          skip,
        ),
      );
    };
  },
});

function placed(name: string, help: string) {
  return gauge(`node_pcidevice_${name}`, help, "segment", "bus", "device", "function");
}

function readIds(files: readonly string[]): { readonly names: PciIds; readonly problem: string } {
  let problem = "";
  for (const file of files) {
    try {
      return { names: new PciIds(readFileSync(file)), problem: "" };
    } catch (error) {
      problem = messageOf(error);
    }
  }
  return { names: new PciIds(Buffer.alloc(0)), problem };
}

function emitDevice(emit: Emit, sys: Tree, name: string, names: PciIds | undefined): void {
  const path = `${FOLDER}/${name}`;
  const { own, parent } = parsePciLink(linkOf(sys, path));
  const directory = sys.directory(path);
  emitInfo(emit, sys, path, own, parent, names);
  const at = [own.segment, own.bus, own.device, own.function] as const;
  for (const [attribute, family] of SPEEDS) {
    const speed = directory.parsedIf(attribute, parseLinkSpeed, undefined, -1);
    if (speed !== undefined) emit(family, speed, ...at);
  }
  for (const [attribute, family, absent] of NUMBERS) {
    const value = directory.parsedIf<number>(attribute, parseInteger, undefined, absent);
    if (value !== undefined) emit(family, value, ...at);
  }
  const node = directory.parsedIf("numa_node", parseInteger);
  if (node !== undefined && node !== -1) emit(numaNode, node, ...at);
  emitPowerState(emit, directory, at);
}

function linkOf(sys: Tree, path: string): string {
  try {
    return sys.readlink(path);
  } catch (error) {
    if (hasErrno(error, MISSING)) throw error;
    throw new ParseError(`${sys.resolve(path)} is not a symbolic link`);
  }
}

function emitInfo(
  emit: Emit,
  sys: Tree,
  path: string,
  own: PciLocation,
  parent: PciLocation | undefined,
  ids: PciIds | undefined,
): void {
  const directory = sys.directory(path);
  const id = (attribute: string, digits: number) => {
    const value = directory.parsedIf(attribute, parseInteger, REQUIRED);
    return value === undefined ? "" : hexId(value, digits);
  };
  const labels: Record<string, string> = {
    segment: own.segment,
    bus: own.bus,
    device: own.device,
    function: own.function,
    parent_segment: parent?.segment ?? "*",
    parent_bus: parent?.bus ?? "*",
    parent_device: parent?.device ?? "*",
    parent_function: parent?.function ?? "*",
    class_id: id("class", 6),
    vendor_id: id("vendor", 4),
    device_id: id("device", 4),
    subsystem_vendor_id: id("subsystem_vendor", 4),
    subsystem_device_id: id("subsystem_device", 4),
    revision: id("revision", 2),
  };
  if (ids !== undefined) Object.assign(labels, nameLabels(labels, ids));
  emit.pairs(info, 1, Object.keys(labels), Object.values(labels));
}

function nameLabels(labels: Readonly<Record<string, string>>, ids: PciIds): Record<string, string> {
  const id = (label: string) => labels[label]?.slice(2) ?? "";
  const [vendor, device, subVendor, subDevice] = [
    id("vendor_id"),
    id("device_id"),
    id("subsystem_vendor_id"),
    id("subsystem_device_id"),
  ];
  return {
    vendor_name: ids.vendor(vendor),
    device_name: ids.device(vendor, device),
    subsystem_vendor_name: ids.vendor(subVendor),
    subsystem_device_name: ids.subsystem(vendor, device, subVendor, subDevice),
    class_name: ids.className(id("class_id")),
  };
}

function emitPowerState(emit: Emit, directory: Directory, at: readonly [string, string, string, string]): void {
  const current = directory.attributeIf("power_state");
  if (current === undefined) return;
  for (const state of POWER_STATES) emit(powerState, Number(state === current), ...at, state);
}
