import { counterAt } from "./numbers.ts";
import type { Tree } from "./tree.ts";

const FIELDS = 17;

/** This many disks with their counters, queues and udev entries. */
export function writeDisks(tree: Tree, count: number, state: number): void {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const name = diskName(i);
    const [major, minor] = [8 + (i >> 8), i & 255];
    const fields = Array.from({ length: FIELDS }, (_, field) => counterAt(i * FIELDS + field) + state);
    lines.push(`${String(major).padStart(4)} ${String(minor).padStart(7)} ${name} ${fields.join(" ")}\n`);
    tree.constant(`sys/block/${name}/queue/rotational`, "0\n");
    tree.constant(`sys/block/${name}/size`, "7501476528\n");
    tree.constant(`udev/b${major}:${minor}`, udevEntry(name, i));
  }
  tree.file("proc/diskstats", lines.join(""));
}

/** sda, sdb, … sdz, sdaa, … */
function diskName(i: number): string {
  let letters = "";
  for (let rest = i; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(97 + (rest % 26)) + letters;
  return `sd${letters}`;
}

function udevEntry(name: string, i: number): string {
  return [
    `S:disk/by-id/wwn-0x5000c500${i}`,
    `I:${1_000_000 + i}`,
    "E:ID_ATA=1",
    "E:ID_ATA_ROTATION_RATE_RPM=0",
    "E:ID_ATA_WRITE_CACHE=1",
    "E:ID_ATA_WRITE_CACHE_ENABLED=1",
    "E:ID_BUS=ata",
    "E:ID_MODEL=SYNTHETIC_SSD",
    `E:ID_PATH=pci-0000:00:1f.2-ata-${i}`,
    "E:ID_REVISION=SVT02B6Q",
    `E:ID_SERIAL=SYNTHETIC_SSD_${name}`,
    `E:ID_SERIAL_SHORT=${name.toUpperCase()}`,
    "E:ID_TYPE=disk",
    `E:ID_WWN=0x5000c500${i}`,
    "",
  ].join("\n");
}
