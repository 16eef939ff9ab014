import { expect, test } from "vitest";
import { ConfigurationError } from "../../../src/collectors/kit/errors.ts";
import { findTracepoints, tracingFolder } from "../../../src/collectors/perf/tracepoints.ts";
import { parseMountinfo } from "../../../src/collectors/parsers/procfs/mountinfo.ts";

const DEBUGFS = "24 22 0:7 / /sys/kernel/debug rw - debugfs debugfs rw\n";
const TRACEFS = "25 22 0:12 / /sys/kernel/tracing rw - tracefs tracefs rw\n";
const TMPFS = "26 22 0:13 / /tmp rw - tmpfs tmpfs rw\n";

test.each([
  [TMPFS + DEBUGFS + TRACEFS, "/sys/kernel/tracing"],
  [TMPFS + DEBUGFS, "/sys/kernel/debug/tracing"],
  [TMPFS, undefined],
])("mounts %j have tracing at %j", (mountinfo, folder) => {
  expect(tracingFolder(parseMountinfo(Buffer.from(mountinfo), "mountinfo"))).toBe(folder);
});

test("none asked for needs no mount", () => {
  expect(findTracepoints([])).toEqual([]);
});

test.each(["sched", "sched:", ":x", "../../etc:passwd", "a:b:c", "no_such:tracepoint"])(
  "tracepoint %j is refused with the flag's name",
  (name) => {
    expect(() => findTracepoints([name])).toThrow(ConfigurationError);
    expect(() => findTracepoints([name])).toThrow("--collector.perf.tracepoint: ");
  },
);
