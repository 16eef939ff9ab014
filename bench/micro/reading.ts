import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type { Subject } from "./harness.ts";

const FILES = [
  "/proc/loadavg",
  "/proc/stat",
  "/proc/meminfo",
  "/proc/vmstat",
  "/proc/net/netstat",
  "/proc/sys/fs/file-nr",
  "/sys/class/net/lo/mtu",
];

/** The ways to read a kernel file. */
export function readingSubjects(): readonly Subject[] {
  const buffer = Buffer.alloc(64 * 1024);
  const ways = (path: string): readonly Subject[] => [
    subject(`${path}, kept descriptor`, keptReader(path, buffer)),
    subject(`${path}, open, read, close`, () => {
      const fd = openSync(path, "r");
      readSync(fd, buffer, 0, buffer.length, 0);
      closeSync(fd);
    }),
    subject(`${path}, readFileSync`, () => void readFileSync(path)),
  ];
  const small = Buffer.alloc(1024);
  return [
    ...FILES.flatMap(ways),
    subject("/proc/sys/fs/file-nr, kept, 1 KB buffer", keptReader("/proc/sys/fs/file-nr", small)),
  ];
}

function keptReader(path: string, buffer: Buffer): () => void {
  const fd = openSync(path, "r");
  return () => void readSync(fd, buffer, 0, buffer.length, 0);
}

function subject(name: string, run: () => void): Subject {
  return { group: "read", name, unit: "file", run };
}
