import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import mountstats from "../../src/collectors/mountstats.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const EVENTS = Array.from({ length: 27 }, (_, i) => 100 + i).join(" ");

const statistics = (
  mountPoint: string,
  age: number,
  ...transports: readonly string[]
) => `device srv:/x mounted on ${mountPoint} with fstype nfs4 statvers=1.1
	age:	${age}
	events:	${EVENTS}
	bytes:	1 2 3 4 5 6 7 8
${transports.map((numbers) => `	xprt:	${numbers}\n`).join("")}	per-op statistics
	        READ: 1 2 3 4 5 6000 7000 8500

`;

const TCP = "tcp 700 1 2 3 4 5 6 7 8 9 10 11 12";
const UDP = "udp 700 1 5 6 7 8 9 10 11 12";

const mountinfo = (mountPoint: string, address: string) =>
  `30 1 0:42 / ${mountPoint} rw - nfs4 srv:/x rw,vers=4.2,addr=${address}\n`;

const collectMounts = (stats: string, info: string) =>
  collect(mountstats, { paths: hostTree({ "proc/self/mountstats": stats, "proc/self/mountinfo": info }) });

test("gives all families of a mount", async () => {
  const { status, text, families } = await collectMounts(statistics("/a", 60, TCP), mountinfo("/a", "10.0.0.1"));
  expect(status).toBe("ok");
  expect(families.size).toBe(2 + 8 + 26 + 10 + 8);
  const base = 'export="srv:/x",mountaddr="10.0.0.1"';
  for (const line of [
    `node_mountstats_nfs_mountpoint_info{${base},mountpoint="/a",protocol="tcp"} 1`,
    `node_mountstats_nfs_age_seconds_total{${base},protocol="tcp"} 60`,
    `node_mountstats_nfs_direct_write_bytes_total{${base},protocol="tcp"} 4`,
    `node_mountstats_nfs_write_pages_total{${base},protocol="tcp"} 8`,
    `node_mountstats_nfs_event_vfs_file_release_total{${base},protocol="tcp"} 117`,
    `node_mountstats_nfs_event_truncation_total{${base},protocol="tcp"} 119`,
    `node_mountstats_nfs_event_pnfs_write_total{${base},protocol="tcp"} 126`,
    `node_mountstats_nfs_transport_idle_time_seconds{${base},protocol="tcp",transport="0"} 4`,
    `node_mountstats_nfs_transport_pending_queue_total{${base},protocol="tcp",transport="0"} 12`,
    `node_mountstats_nfs_operations_request_time_seconds_total{${base},operation="READ",protocol="tcp"} 8.5`,
  ])
    expect(samplesOf(text)).toContain(line);
});

test("puts each number into its family", async () => {
  const { text } = await collectMounts(statistics("/a", 60, TCP), mountinfo("/a", "10.0.0.1"));
  const values = (prefix: string) =>
    samplesOf(text)
      .filter((line) => line.startsWith(`node_mountstats_nfs_${prefix}_`))
      .map((line) => line.replace(`node_mountstats_nfs_${prefix}_`, "").replace(/\{.*\}/, ""));
  expect(values("transport")).toEqual([
    "backlog_queue_total 9",
    "bad_transaction_ids_total 7",
    "bind_total 1",
    "connect_total 2",
    "idle_time_seconds 4",
    "maximum_rpc_slots 10",
    "pending_queue_total 12",
    "receives_total 6",
    "sending_queue_total 11",
    "sends_total 5",
  ]);
  expect(values("operations")).toEqual([
    "major_timeouts_total 3",
    "queue_time_seconds_total 6",
    "received_bytes_total 5",
    "request_time_seconds_total 8.5",
    "requests_total 1",
    "response_time_seconds_total 7",
    "sent_bytes_total 4",
    "transmissions_total 2",
  ]);
});

test("mounts of one export by the same way show their counters once", async () => {
  const stats = statistics("/a", 60, TCP) + statistics("/b", 61, TCP, TCP) + statistics("/c", 62, UDP);
  const { families, duplicates } = await collectMounts(
    stats,
    ["/a", "/b", "/c"].map((at) => mountinfo(at, "s")).join(""),
  );
  expect(duplicates).toBe(0);
  const shown = (family: string) => samplesOf(families.get(`node_mountstats_nfs_${family}`) ?? "").join("\n");
  expect(shown("mountpoint_info").match(/mountpoint="[^"]*",protocol="[^"]*"/g)).toEqual([
    'mountpoint="/a",protocol="tcp"',
    'mountpoint="/b",protocol="tcp"',
    'mountpoint="/c",protocol="udp"',
  ]);
  expect(shown("age_seconds_total").match(/\} \d+/g)).toEqual(["} 60", "} 62"]);
});

test("each protocol of a mount has all of its transports", async () => {
  const { families } = await collectMounts(statistics("/a", 60, TCP, UDP), mountinfo("/a", "s"));
  expect(families.get("node_mountstats_nfs_transport_bind_total")?.match(/protocol="..."[^}]*/g)).toEqual([
    'protocol="tcp",transport="0"',
    'protocol="tcp",transport="1"',
    'protocol="udp",transport="0"',
    'protocol="udp",transport="1"',
  ]);
});

test("finds the address by mount point, whatever the order of mountinfo", async () => {
  const info = `25 1 0:4 / /proc rw - proc proc rw\n${mountinfo("/b", "10.0.0.2")}${mountinfo("/a", "10.0.0.1")}`;
  const { families } = await collectMounts(statistics("/a", 1, TCP) + statistics("/b", 2, TCP), info);
  expect(samplesOf(families.get("node_mountstats_nfs_age_seconds_total") ?? "")).toEqual([
    'node_mountstats_nfs_age_seconds_total{export="srv:/x",mountaddr="10.0.0.1",protocol="tcp"} 1',
    'node_mountstats_nfs_age_seconds_total{export="srv:/x",mountaddr="10.0.0.2",protocol="tcp"} 2',
  ]);
});

test("a mount that mountinfo lacks has an empty address", async () => {
  const { status, text } = await collectMounts(statistics("/a", 1, TCP), "");
  expect(status).toBe("ok");
  expect(text).toContain('mountaddr="",protocol="tcp"');
});

test("a transport that cannot be read costs itself", async () => {
  const stats = statistics("/a", 1, TCP) + statistics("/b", 2, "quic 1");
  const { status, message, text } = await collectMounts(stats, mountinfo("/a", "s"));
  expect([status, message]).toEqual(["ok", expect.stringContaining('an unknown transport "quic"')]);
  expect(text).toContain('mountpoint="/a"');
});

test("refuses a procfs without the own process", () => {
  expect(() => openCollector(mountstats, { paths: hostTree({}) })).toThrow(ConfigurationError);
});

test("reads this machine, which has nothing to show without NFS", async () => {
  const { status } = await collect(mountstats);
  expect(status).toBe("ok");
});
