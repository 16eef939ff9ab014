import { expect, test } from "vitest";
import nfsd from "../../src/collectors/nfsd.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const scrape = (content: string) => collect(nfsd, { paths: hostTree({ "proc/net/rpc/nfsd": content }) });

test("names NFSv4 operations by their numbers", async () => {
  const operations = Array.from({ length: 76 }, (_, index) => index);
  const { status, families } = await scrape(`proc4ops 76 ${operations.join(" ")}\nwdeleg_getattr 7\n`);
  expect(status).toBe("ok");
  const requests = families.get("node_nfsd_requests_total")?.trimEnd().split("\n").slice(1) ?? [];
  expect(requests).toHaveLength(17 + 21 + 35 + 1);
  expect(requests).toContain('node_nfsd_requests_total{method="Access",proto="4"} 3');
  expect(requests).toContain('node_nfsd_requests_total{method="PutFH",proto="4"} 22');
  expect(requests).toContain('node_nfsd_requests_total{method="Read",proto="4"} 25');
  expect(requests).toContain('node_nfsd_requests_total{method="RelLockOwner",proto="4"} 39');
  expect(requests).toContain('node_nfsd_requests_total{method="WdelegGetattr",proto="4"} 7');
});

test("gives the fewest operations that are allowed, with zero for the one beyond", async () => {
  const { status, text } = await scrape(`proc4ops 39 ${"1 ".repeat(39)}\n`);
  expect(status).toBe("ok");
  expect(text).toContain('{method="Write",proto="4"} 1\n');
  expect(text).toContain('{method="RelLockOwner",proto="4"} 0\n');
});

test("tells transports, errors and the server apart", async () => {
  const { text } = await scrape(
    "net 10 3 4 5\nrpc 20 9 6 7 8\nth 16 0 0.0\nra 32 0 0 0 0 0 0 0 0 0 0 2\nfh 9 0 0 0 0\n",
  );
  for (const line of [
    'node_nfsd_packets_total{proto="udp"} 3',
    'node_nfsd_packets_total{proto="tcp"} 4',
    "node_nfsd_connections_total 5",
    "node_nfsd_server_rpcs_total 20",
    'node_nfsd_rpc_errors_total{error="fmt"} 6',
    'node_nfsd_rpc_errors_total{error="auth"} 7',
    'node_nfsd_rpc_errors_total{error="cInt"} 8',
    "node_nfsd_server_threads 16",
    "node_nfsd_read_ahead_cache_size_blocks 32",
    "node_nfsd_read_ahead_cache_not_found_total 2",
    "node_nfsd_file_handles_stale_total 9",
  ])
    expect(text.split("\n")).toContain(line);
});

test("has no data without the server", async () => {
  const { status, text } = await collect(nfsd, { paths: hostTree({}) });
  expect([status, text]).toEqual(["nodata", ""]);
});

test("fails on a line with a wrong number of values", async () => {
  const { status, message } = await scrape("rc 1 2\n");
  expect([status, message]).toEqual(["failed", expect.stringContaining("rc has 2 numbers, expected 3")]);
});
