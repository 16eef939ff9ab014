import { expect, test } from "vitest";
import drbd from "../../src/collectors/drbd.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const STATUS = `version: 8.4.11 (api:1/proto:86-101)
 3: cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown C r-----
    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:7 pe:8 ua:9 ap:10 ep:11 wo:f oos:12
`;

const collectDrbd = (status: string) => collect(drbd, { paths: hostTree({ "proc/drbd": status }) });

test("gives each quantity, KiB as bytes but for what is received", async () => {
  const { status, text } = await collectDrbd(STATUS);
  expect(status).toBe("ok");
  expect(text.replaceAll(/# TYPE .*\n/g, "")).toBe(`node_drbd_activitylog_writes_total{device="drbd3"} 5
node_drbd_application_pending{device="drbd3"} 10
node_drbd_bitmap_writes_total{device="drbd3"} 6
node_drbd_connected{device="drbd3"} 0
node_drbd_disk_read_bytes_total{device="drbd3"} 4096
node_drbd_disk_state_is_up_to_date{device="drbd3",node="local"} 1
node_drbd_disk_state_is_up_to_date{device="drbd3",node="remote"} 0
node_drbd_disk_written_bytes_total{device="drbd3"} 3072
node_drbd_epochs{device="drbd3"} 11
node_drbd_local_pending{device="drbd3"} 7
node_drbd_network_received_bytes_total{device="drbd3"} 2
node_drbd_network_sent_bytes_total{device="drbd3"} 1024
node_drbd_node_role_is_primary{device="drbd3",node="local"} 1
node_drbd_node_role_is_primary{device="drbd3",node="remote"} 0
node_drbd_out_of_sync_bytes{device="drbd3"} 12288
node_drbd_remote_pending{device="drbd3"} 8
node_drbd_remote_unacknowledged{device="drbd3"} 9
`);
  expect(text).toContain("# TYPE node_drbd_network_sent_bytes_total counter");
  expect(text).toContain("# TYPE node_drbd_epochs gauge");
});

test("a key before the first device belongs to an unknown one", async () => {
  const { text } = await collectDrbd("cs:Connected\n");
  expect(text).toContain('node_drbd_connected{device="unknown"} 1\n');
});

test("a host without the module has no data", async () => {
  const { status } = await collect(drbd, { paths: hostTree({}) });
  expect(status).toBe("nodata");
});

test.each([
  ["0: ns:1 nr:x", 'drbd: "x" is not a number for nr'],
  ["0: ns:1 ro:Primary", 'drbd: "ro:Primary" is not a pair of states'],
])("%j costs the word", async (content, problem) => {
  const { status, message, text } = await collectDrbd(content);
  expect([status, message]).toEqual(["ok", problem]);
  expect(text).toContain('node_drbd_network_sent_bytes_total{device="drbd0"} 1024\n');
});
