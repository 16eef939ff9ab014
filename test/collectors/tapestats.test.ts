import { expect, test } from "vitest";
import tapestats from "../../src/collectors/tapestats.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const FILES = [
  "in_flight",
  "io_ns",
  "other_cnt",
  "read_byte_cnt",
  "read_cnt",
  "read_ns",
  "resid_cnt",
  "write_byte_cnt",
  "write_cnt",
  "write_ns",
];

/** A drive whose attributes hold `base`, `base` + 1 and so on. */
function drive(name: string, base: number): Record<string, string> {
  return Object.fromEntries(
    FILES.map((file, index) => [`sys/class/scsi_tape/${name}/stats/${file}`, `${base + index}\n`]),
  );
}

test("gives ten families a drive, and only the plain rewinding node of each", async () => {
  const paths = hostTree({ ...drive("st0", 1000), ...drive("st0a", 0), ...drive("nst0", 0), ...drive("st12", 2000) });
  const { status, text } = await collect(tapestats, { paths });
  expect(status).toBe("ok");
  const samples = samplesOf(text);
  expect(samples.filter((line) => line.includes('"st0"'))).toEqual([
    'node_tape_io_now{device="st0"} 1000',
    'node_tape_io_others_total{device="st0"} 1002',
    'node_tape_io_time_seconds_total{device="st0"} 1.001e-06',
    'node_tape_read_bytes_total{device="st0"} 1003',
    'node_tape_read_time_seconds_total{device="st0"} 1.0050000000000001e-06',
    'node_tape_reads_completed_total{device="st0"} 1004',
    'node_tape_residual_total{device="st0"} 1006',
    'node_tape_write_time_seconds_total{device="st0"} 1.009e-06',
    'node_tape_writes_completed_total{device="st0"} 1008',
    'node_tape_written_bytes_total{device="st0"} 1007',
  ]);
  expect(samples).toHaveLength(20);
});

test("leaves out ignored drives", async () => {
  const paths = hostTree({ ...drive("st0", 1), ...drive("st1", 1) });
  const { text } = await collect(tapestats, { paths, flags: { "collector.tapestats.ignored-devices": "1" } });
  expect(text).toContain('"st0"');
  expect(text).not.toContain('"st1"');
});

test("refuses a bad pattern", async () => {
  const flags = { "collector.tapestats.ignored-devices": "(" };
  await expect(collect(tapestats, { paths: hostTree({}), flags })).rejects.toThrow(
    "--collector.tapestats.ignored-devices: bad regular expression",
  );
});

test("has no data without the class", async () => {
  expect((await collect(tapestats, { paths: hostTree({}) })).status).toBe("nodata");
});

test.each([
  ["missing", {}, "ENOENT"],
  ["unreadable", { "sys/class/scsi_tape/st0/stats/in_flight": "many\n" }, 'in_flight: "many" is not a number'],
])("%s attributes of a drive cost themselves", async (_, files, message) => {
  const paths = hostTree({ "sys/class/scsi_tape/st0/stats/": "", ...files, ...drive("st1", 5) });
  const result = await collect(tapestats, { paths });
  expect(result.status).toBe("ok");
  expect(result.message).toContain(message);
  expect(result.text).toContain('node_tape_io_now{device="st1"} 5');
  expect(result.text).not.toContain('"st0"');
});
