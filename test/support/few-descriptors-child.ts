/**
 * Runs with a low limit of descriptors: reads what collectors remember of files, first while nothing can be opened, and
 * writes what both reads gave to stdout. Arguments: a directory with the file of a time zone, `zone`, and udev's `b8:0`.
 */
import { closeSync } from "node:fs";
import { blockDeviceEntry } from "../../src/collectors/kernel/udev-database.ts";
import { localZone } from "../../src/collectors/time/local-zone.ts";
import { openHost } from "../../src/workers/host/host.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { takeAllDescriptors } from "./all-descriptors.ts";

const [directory = ""] = process.argv.slice(2);
const paths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: directory };
const host = openHost(paths, createNative(), 4096, 0);
const zone = localZone(`${directory}/zone`, (path) => host.watch(path));
const disk = blockDeviceEntry(host, 8, 0);
const read = () => [zone().types[0]?.abbreviation, disk.read().get("ID_MODEL")];

const held = takeAllDescriptors();
const without = read();
for (const descriptor of held) closeSync(descriptor);
console.log(JSON.stringify([without, read(), read()]));
