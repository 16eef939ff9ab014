/** Runs inside a network namespace: reads a file of /proc between commands from stdin, writes what the reads gave to stdout. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { errnoOf } from "../../src/collectors/kit/errors.ts";
import { openHost } from "../../src/workers/host/host.ts";
import { createNative } from "../../src/workers/native/native.ts";

const steps: readonly (readonly string[])[] = JSON.parse(readFileSync(0, "utf8"));
const paths = { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" };
const host = openHost(paths, createNative(), 4096, 10);
const file = host.proc.file(process.argv[2] ?? "", (bytes) => bytes.toString());
const reads: unknown[] = [];
for (const [command = "", ...words] of steps) {
  if (command === "") reads.push([read(), host.keptDescriptors]);
  else execFileSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
}
console.log(JSON.stringify(reads));

function read(): string {
  try {
    return file.read();
  } catch (error) {
    return errnoOf(error) ?? String(error);
  }
}
