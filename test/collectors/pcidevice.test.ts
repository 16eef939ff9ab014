import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import pcidevice from "../../src/collectors/pcidevice.ts";
import { collect } from "../support/collect.ts";
import { hostTree, type TreeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const DEVICES = "sys/bus/pci/devices";

function device(link: string, files: Readonly<Record<string, string>>): Record<string, TreeEntry> {
  const name = link.split("/").at(-1) ?? "";
  const at = `sys/devices/${link}`;
  return {
    [`${DEVICES}/${name}`]: { link: `../../../devices/${link}` },
    [`${at}/class`]: "0x020000\n",
    [`${at}/vendor`]: "0x8086\n",
    [`${at}/device`]: "0x1521\n",
    [`${at}/subsystem_vendor`]: "0x8086\n",
    [`${at}/subsystem_device`]: "0x00a3\n",
    [`${at}/revision`]: "0x01\n",
    ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`${at}/${file}`, text])),
  };
}

const AT = 'bus="45",device="00",function="0",segment="0000"';

test("a device with everything", async () => {
  const paths = hostTree(
    device("pci0000:40/0000:40:01.3/0000:45:00.0", {
      max_link_speed: "5.0 GT/s PCIe\n",
      current_link_speed: "2.5 GT/s PCIe\n",
      max_link_width: "8\n",
      current_link_width: "4\n",
      d3cold_allowed: "1\n",
      sriov_drivers_autoprobe: "1\n",
      sriov_numvfs: "2\n",
      sriov_totalvfs: "7\n",
      sriov_vf_total_msix: "16\n",
      numa_node: "1\n",
      power_state: "D3hot\n",
    }),
  );
  const { status, text } = await collect(pcidevice, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    `node_pcidevice_current_link_transfers_per_second{${AT}} 2.5e+09`,
    `node_pcidevice_current_link_width{${AT}} 4`,
    `node_pcidevice_d3cold_allowed{${AT}} 1`,
    'node_pcidevice_info{bus="45",class_id="0x020000",device="00",device_id="0x1521",function="0",parent_bus="40",parent_device="01",parent_function="3",parent_segment="0000",revision="0x01",segment="0000",subsystem_device_id="0x00a3",subsystem_vendor_id="0x8086",vendor_id="0x8086"} 1',
    `node_pcidevice_max_link_transfers_per_second{${AT}} 5e+09`,
    `node_pcidevice_max_link_width{${AT}} 8`,
    `node_pcidevice_numa_node{${AT}} 1`,
    `node_pcidevice_power_state{${AT},state="D0"} 0`,
    `node_pcidevice_power_state{${AT},state="D1"} 0`,
    `node_pcidevice_power_state{${AT},state="D2"} 0`,
    `node_pcidevice_power_state{${AT},state="D3cold"} 0`,
    `node_pcidevice_power_state{${AT},state="D3hot"} 1`,
    `node_pcidevice_power_state{${AT},state="error"} 0`,
    `node_pcidevice_power_state{${AT},state="unknown"} 0`,
    `node_pcidevice_sriov_drivers_autoprobe{${AT}} 1`,
    `node_pcidevice_sriov_numvfs{${AT}} 2`,
    `node_pcidevice_sriov_totalvfs{${AT}} 7`,
    `node_pcidevice_sriov_vf_total_msix{${AT}} 16`,
  ]);
});

test("a device with identifiers only", async () => {
  const paths = hostTree(device("pci0000:40/0000:45:00.0", { numa_node: "-1\n", max_link_speed: "Unknown\n" }));
  const { status, text } = await collect(pcidevice, { paths });
  expect(status).toBe("ok");
  expect(text).toContain('parent_bus="*",parent_device="*",parent_function="*",parent_segment="*"');
  expect(samplesOf(text).filter((line) => !line.includes("_info"))).toEqual([
    `node_pcidevice_current_link_transfers_per_second{${AT}} -1`,
    `node_pcidevice_current_link_width{${AT}} -1`,
    `node_pcidevice_d3cold_allowed{${AT}} 0`,
    `node_pcidevice_max_link_transfers_per_second{${AT}} -1`,
    `node_pcidevice_max_link_width{${AT}} -1`,
    `node_pcidevice_sriov_drivers_autoprobe{${AT}} 0`,
    `node_pcidevice_sriov_numvfs{${AT}} 0`,
    `node_pcidevice_sriov_totalvfs{${AT}} 0`,
    `node_pcidevice_sriov_vf_total_msix{${AT}} 0`,
  ]);
});

const IDS =
  "8086  Intelligence\n\t1521  Wire machine\n\t\t8086 00a3  Wire machine on a card\nC 02  Network\n\t00  Ethernet\n";

test("--collector.pcidevice.names gives names from --collector.pcidevice.idsfile", async () => {
  const paths = hostTree({ ...device("pci0000:40/0000:45:00.0", {}), "pci.ids": IDS });
  const flags = { "collector.pcidevice.names": true, "collector.pcidevice.idsfile": join(paths.rootfs, "pci.ids") };
  const { text, logs } = await collect(pcidevice, { paths, flags });
  expect(logs).toEqual([]);
  for (const label of [
    'class_name="Ethernet"',
    'device_name="Wire machine"',
    'subsystem_device_name="Wire machine on a card"',
    'subsystem_vendor_name="Intelligence"',
    'vendor_name="Intelligence"',
  ])
    expect(text).toContain(label);
});

test("without a file of names, identifiers stand for them", async () => {
  const paths = hostTree(device("pci0000:40/0000:45:00.0", {}));
  const flags = { "collector.pcidevice.names": true, "collector.pcidevice.idsfile": join(paths.rootfs, "none") };
  const { status, text, logs } = await collect(pcidevice, { paths, flags });
  expect(status).toBe("ok");
  expect(text).toContain('class_name="Unknown class (020000)"');
  expect(text).toContain('vendor_name="8086"');
  expect(logs).toEqual([expect.stringContaining("debug: names of PCI devices are not known")]);
});

test("no data without the directory; a device without an identifier is shown with the others", async () => {
  expect(await collect(pcidevice, { paths: hostTree({}) })).toMatchObject({ status: "nodata" });
  const paths = hostTree({
    ...device("pci0000:40/0000:45:00.0", {}),
    [`${DEVICES}/0000:01:00.0`]: { link: "../../../devices/pci0000:00/0000:01:00.0" },
    "sys/devices/pci0000:00/0000:01:00.0/class": "0x020000\n",
  });
  const { status, text } = await collect(pcidevice, { paths });
  expect(status).toBe("ok");
  expect(text).toContain(`node_pcidevice_max_link_width{${AT}} -1`);
});

test("an entry that is no link fails", async () => {
  const paths = hostTree({ [`${DEVICES}/0000:00:01.0/class`]: "0x1\n" });
  expect(await collect(pcidevice, { paths })).toMatchObject({
    status: "failed",
    message: `${paths.sysfs}/bus/pci/devices/0000:00:01.0 is not a symbolic link`,
  });
});

test.skipIf(!existsSync("/sys/bus/pci/devices/0000:00:00.0"))("this host's devices (needs a PCI bus)", async () => {
  const { status, text } = await collect(pcidevice, { flags: { "collector.pcidevice.names": true } });
  expect(status).toBe("ok");
  expect(text).toMatch(/node_pcidevice_info\{bus="00",class_id="0x[0-9a-f]{6}",class_name="/);
});
