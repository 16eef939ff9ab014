import { expect, test } from "vitest";
import sockstat from "../../src/collectors/sockstat.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const V4 = "sockets: used 139\nTCP: inuse 7 orphan 1 tw 5 alloc 11 mem 3\nFRAG: inuse 0 memory 4 new 5\n";
const V6 = "TCP6: inuse 8\nODD6: memory 2\n";

test("gives a family for each protocol and known key, pages as bytes as well", async () => {
  const paths = hostTree({ "proc/net/sockstat": V4, "proc/net/sockstat6": V6 });
  const { status, text } = await collect(sockstat, { paths, pageSize: 16_384 });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    "node_sockstat_FRAG_inuse 0",
    "node_sockstat_FRAG_memory 4",
    "node_sockstat_ODD6_inuse 0",
    "node_sockstat_ODD6_memory 2",
    "node_sockstat_TCP6_inuse 8",
    "node_sockstat_TCP_alloc 11",
    "node_sockstat_TCP_inuse 7",
    "node_sockstat_TCP_mem 3",
    "node_sockstat_TCP_mem_bytes 49152",
    "node_sockstat_TCP_orphan 1",
    "node_sockstat_TCP_tw 5",
    "node_sockstat_sockets_used 139",
  ]);
});

test.each([
  ["only IPv4", { "proc/net/sockstat": "RAW: inuse 1\n" }, "node_sockstat_RAW_inuse 1"],
  ["only IPv6", { "proc/net/sockstat6": "RAW6: inuse 2\n" }, "node_sockstat_RAW6_inuse 2"],
])("%s is enough", async (_, files, line) => {
  const { status, text } = await collect(sockstat, { paths: hostTree(files) });
  expect(status).toBe("ok");
  expect(text).toContain(line);
});

test("neither file gives no series and no fault", async () => {
  expect(await collect(sockstat, { paths: hostTree({}) })).toMatchObject({ status: "ok", text: "" });
});

test("procfs that is gone fails", async () => {
  const { status, message } = await collect(sockstat, { paths: { procfs: "/nonexistent" } });
  expect(status).toBe("failed");
  expect(message).toContain("ENOENT");
});

test("sockets of this host", async () => {
  const { status, text } = await collect(sockstat);
  expect(status).toBe("ok");
  expect(text).toMatch(/^node_sockstat_sockets_used \d+$/m);
});
