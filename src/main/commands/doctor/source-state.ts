import { accessSync, constants, globSync } from "node:fs";
import { join } from "node:path";
import type { FileSource, Source } from "../../../collectors/kit/sources.ts";
import { errnoOf } from "../../../collectors/kit/errors.ts";
import type { Options } from "../../options/options.ts";
import { hasCapability } from "./capabilities.ts";
import { kernelHas } from "./kernel-config.ts";

/** Whether something that a collector reads can be had. */
export interface SourceState {
  readonly source: string;
  /** `unknown`: only the collector itself can tell. */
  readonly state: "there" | "absent" | "not readable" | "unknown";
  /** What would provide it, where it is not there. */
  readonly remedy: string;
}

type OtherSource = Exclude<Source<string>, { readonly type: "file" | "capability" | "kernel-option" }>;

/** Looks at one source. Nothing is read, and nothing below a mount of the host is touched. */
export function sourceState(source: Source<string>, { paths }: Pick<Options, "paths">): SourceState {
  if (source.type === "file") return fileState(placesOf(paths)[source.root], source);
  if (source.type === "capability") return capabilityState(source.name);
  if (source.type === "kernel-option") return kernelState(source.name);
  return unknown(source);
}

/** Only the collector itself can tell. */
function unknown(source: OtherSource): SourceState {
  const text = textOf(source);
  return { source: text, state: "unknown", remedy: text };
}

function textOf(source: OtherSource): string {
  if (source.type === "bus") return `the D-Bus service ${source.service}`;
  if (source.type === "network") return `the server of --${source.flag}`;
  return source.type === "netlink" ? `netlink (${source.protocol})` : `the system call ${source.name}`;
}

function placesOf({ procfs, sysfs, rootfs, udevData }: Options["paths"]): Readonly<Record<FileSource["root"], string>> {
  return { procfs, sysfs, rootfs, udev: udevData, host: "/" };
}

function kernelState(option: string): SourceState {
  const has = kernelHas(option);
  const state = has === undefined ? "unknown" : has ? "there" : "absent";
  return { source: option, state, remedy: `a kernel that was built with ${option}` };
}

function fileState(root: string, file: FileSource): SourceState {
  const { path } = file;
  const source = join(root, path);
  const absent: SourceState = { source, state: "absent", remedy: providerOf(file) };
  // All that is below: where it begins.
  const start = path.replace(/\/?\*\*$/, "");
  if (start === "") return { source, state: "unknown", remedy: "" };
  if (!start.includes("*")) return accessState(absent, join(root, start));
  const [first] = globSync(start, { cwd: root });
  return first === undefined ? absent : accessState(absent, join(root, first));
}

/** What makes such files. */
function providerOf({ root, path }: FileSource): string {
  if (root === "udev") return "the udev database (--path.udev.data)";
  if (root === "host" && path.startsWith("/run/systemd/")) return "a running systemd";
  if (root === "host" && /^\/(etc|usr)\//.test(path)) return "a package that installs it";
  return "a device or driver that has it";
}

/** The state of what is at `path`, where nothing is there that of `absent`. */
function accessState(absent: SourceState, path: string): SourceState {
  const { source } = absent;
  try {
    accessSync(path, constants.R_OK);
    return { source, state: "there", remedy: "" };
  } catch (error) {
    const code = errnoOf(error);
    const isRefused = code === "EACCES" || code === "EPERM";
    return isRefused ? { source, state: "not readable", remedy: `read permission for ${path}` } : absent;
  }
}

function capabilityState(name: string): SourceState {
  return hasCapability(name)
    ? { source: name, state: "there", remedy: "" }
    : {
        source: name,
        state: "absent",
        remedy: `AmbientCapabilities=${name} in the unit, or the same capability in a container`,
      };
}
