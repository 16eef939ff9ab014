import { writeSync } from "node:fs";
import { dlopen } from "node:ffi";
import { release } from "node:os";
import { getRawAsset } from "node:sea";
import { messageOf } from "../../../src/collectors/kit/errors.ts";
import { isOlder } from "../../../src/main/versions.ts";
import { report } from "./report.ts";
import { ADDON_ASSET } from "./roles.ts";

const MFD_CLOEXEC = 1;
const MFD_EXEC = 0x10;

/** The first Linux with MFD_EXEC; older ones refuse it, and need no permission. */
const FIRST_WITH_MFD_EXEC = [6, 3];

/**
 * Koffi's addon, from memory: every file system that this process may write to can be mounted `noexec`. Throws, and logs
 * a warning, where the kernel is set to refuse code from there (`vm.memfd_noexec=2`, SELinux).
 */
export function loadAddon(): unknown {
  try {
    return load();
  } catch (error) {
    report("warn", `koffi cannot be loaded, what needs system calls is missing: ${messageOf(error)}`);
    throw error;
  }
}

function load(): unknown {
  // Node.js warns about descriptors that it closes and has not opened.
  const { functions: libc } = dlopen(null, {
    memfd_create: { return: "int32", arguments: ["string", "uint32"] },
    close: { return: "int32", arguments: ["int32"] },
  });
  const fd = libc.memfd_create("koffi", MFD_CLOEXEC | (needsPermission() ? MFD_EXEC : 0));
  if (fd < 0) throw new Error("memfd_create is refused");
  try {
    write(fd, new Uint8Array(getRawAsset(ADDON_ASSET)));
    const module = { exports: {} };
    process.dlopen(module, `/proc/self/fd/${fd}`);
    return module.exports;
  } finally {
    libc.close(fd);
  }
}

function needsPermission(): boolean {
  return !isOlder(release(), FIRST_WITH_MFD_EXEC);
}

function write(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
