import { expect, test } from "vitest";
import nfs from "../../src/collectors/nfs.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const scrape = (content: string) => collect(nfs, { paths: hostTree({ "proc/net/rpc/nfs": content }) });

test("gives every procedure, those that the kernel does not count as zeros", async () => {
  const procedures = Array.from({ length: 70 }, (_, index) => index + 1);
  const { status, families } = await scrape(`net 0 1 2 3\nrpc 4 5 6\nproc4 70 ${procedures.join(" ")}\n`);
  expect(status).toBe("ok");
  expect(families.get("node_nfs_packets_total")).toBe(
    '# TYPE node_nfs_packets_total counter\nnode_nfs_packets_total{protocol="tcp"} 2\nnode_nfs_packets_total{protocol="udp"} 1\n',
  );
  expect(families.get("node_nfs_rpc_authentication_refreshes_total")).toContain(" 6\n");
  const requests = families.get("node_nfs_requests_total")?.trimEnd().split("\n").slice(1) ?? [];
  expect(requests).toHaveLength(18 + 22 + 59);
  expect(requests).toContain('node_nfs_requests_total{method="Null",proto="2"} 0');
  expect(requests).toContain('node_nfs_requests_total{method="Commit",proto="3"} 0');
  expect(requests).toContain('node_nfs_requests_total{method="Null",proto="4"} 1');
  expect(requests).toContain('node_nfs_requests_total{method="Clone",proto="4"} 59');
});

test("has no data without the client", async () => {
  const { status, text } = await collect(nfs, { paths: hostTree({}) });
  expect([status, text]).toEqual(["nodata", ""]);
});

test("an unknown line is passed over, and one that cannot be read left out", async () => {
  const { status, message, families } = await scrape("proc5 1 1\nrpc 4 x 6\nnet 9 1 2 3\n");
  expect([status, message]).toEqual(["ok", expect.stringContaining('"x" is not a number')]);
  expect([families.has("node_nfs_connections_total"), families.has("node_nfs_rpcs_total")]).toEqual([true, false]);
});

test("refuses to start without procfs", async () => {
  const paths = { ...hostTree({}), procfs: "/nonexistent" };
  await expect(collect(nfs, { paths })).rejects.toThrow("--path.procfs: /nonexistent does not exist");
});
