import type { DeclaredFamily } from "./family.ts";

/** Something that a collector reads or asks. Each may name the families that it feeds; all of them where it does not. */
export type Source<F = DeclaredFamily> = (
  | FileSource
  /** What a process that is not root needs. */
  | { readonly type: "capability"; readonly name: `CAP_${string}` }
  /** Without it the kernel has nothing to read. */
  | { readonly type: "kernel-option"; readonly name: `CONFIG_${string}` }
  | { readonly type: "netlink"; readonly protocol: "route" | "generic" | "sock-diag" }
  /** A system call beyond files; `name` has the request of an ioctl in parentheses. */
  | { readonly type: "system-call"; readonly name: string }
  /** A service on the system's D-Bus. */
  | { readonly type: "bus"; readonly service: string }
  /** A server of the flag's choice. */
  | { readonly type: "network"; readonly flag: string }
) & { readonly feeds?: readonly F[] };

/** Files below a root; `path` has `*` for any text within a name, and `**` at its end for all that is below. */
export interface FileSource {
  readonly type: "file";
  /** The mount points of the `--path.…` flags; `host` is the root that the exporter itself sees, with a whole path. */
  readonly root: "procfs" | "sysfs" | "rootfs" | "udev" | "host";
  readonly path: string;
}

export const procfs = fileSource("procfs");
export const sysfs = fileSource("sysfs");
export const rootfs = fileSource("rootfs");
export const udev = fileSource("udev");
export const hostFile = fileSource("host");

export function capability(name: `CAP_${string}`, ...feeds: readonly DeclaredFamily[]): Source {
  return fed({ type: "capability", name }, feeds);
}

export function kernelOption(name: `CONFIG_${string}`, ...feeds: readonly DeclaredFamily[]): Source {
  return fed({ type: "kernel-option", name }, feeds);
}

export function netlink(protocol: "route" | "generic" | "sock-diag", ...feeds: readonly DeclaredFamily[]): Source {
  return fed({ type: "netlink", protocol }, feeds);
}

export function systemCall(name: string, ...feeds: readonly DeclaredFamily[]): Source {
  return fed({ type: "system-call", name }, feeds);
}

export function bus(service: string): Source {
  return { type: "bus", service };
}

export function network(flag: string): Source {
  return { type: "network", flag };
}

function fileSource(root: FileSource["root"]) {
  return (path: string, ...feeds: readonly DeclaredFamily[]): Source => fed({ type: "file", root, path }, feeds);
}

function fed(source: Source, feeds: readonly DeclaredFamily[]): Source {
  return feeds.length === 0 ? source : { ...source, feeds };
}
