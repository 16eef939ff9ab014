import { readFileSync } from "node:fs";
import { ConfigurationError, messageOf } from "../kit/errors.ts";
import { parseMountinfo, type Mount } from "../parsers/procfs/mountinfo.ts";
import { tracepointEvent, type PerfEvent } from "./events.ts";

const FLAG = "collector.perf.tracepoint";

/** Events of tracepoints named `subsystem:event`; a ConfigurationError for one that is not there or may not be used. */
export function findTracepoints(names: readonly string[]): readonly PerfEvent[] {
  if (names.length === 0) return [];
  const folder = tracingFolder(parseMountinfo(readFileSync("/proc/self/mountinfo"), "/proc/self/mountinfo"));
  if (folder === undefined) throw new ConfigurationError(`--${FLAG}: neither tracefs nor debugfs is mounted`);
  return names.map((name) => findTracepoint(folder, name));
}

/** Where tracefs is, which older kernels have within debugfs only. */
export function tracingFolder(mounts: readonly Mount[]): string | undefined {
  const tracefs = mounts.find(({ fsType }) => fsType === "tracefs");
  if (tracefs !== undefined) return tracefs.mountPoint;
  const debugfs = mounts.find(({ fsType }) => fsType === "debugfs");
  return debugfs === undefined ? undefined : `${debugfs.mountPoint}/tracing`;
}

function findTracepoint(folder: string, name: string): PerfEvent {
  const [, subsystem = "", event = ""] = /^([\w-]+):([\w-]+)$/.exec(name) ?? [];
  if (event === "")
    throw new ConfigurationError(`--${FLAG}: ${JSON.stringify(name)} is not of the form subsystem:event`);
  const id = readId(`${folder}/events/${subsystem}/${event}/id`, name);
  if (!/^\d+$/.test(id)) throw new ConfigurationError(`--${FLAG}: ${name} has no number`);
  return tracepointEvent(subsystem, event, BigInt(id));
}

function readId(path: string, name: string): string {
  try {
    return readFileSync(path, "latin1").trim();
  } catch (error) {
    throw new ConfigurationError(`--${FLAG}: ${name}: ${messageOf(error)}`, { cause: error });
  }
}
