import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import ipvs from "../../src/collectors/ipvs.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const STATS = `   Total Incoming Outgoing         Incoming         Outgoing
   Conns  Packets  Packets            Bytes            Bytes
       A       14       1E               28               32

 Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
       0        0        0                0                0
`;
const TABLE = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
TCP  0A000001:0050 wlc
  -> 0A000102:1F90      Masq    100    24         2
  -> 0A000103:1F90      Masq    50     1          1
FWM  0000002A rr
  -> 0A000102:1F90      Masq    1      2          3
`;
const HOST = { "proc/net/ip_vs_stats": STATS, "proc/net/ip_vs": TABLE };

const backend = (remote: string) =>
  `local_address="10.0.0.1",local_mark="",local_port="80",proto="TCP",remote_address="${remote}",remote_port="8080"`;

test("totals and backends", async () => {
  const { status, text } = await collect(ipvs, { paths: hostTree(HOST) });
  expect(status).toBe("ok");
  const mark =
    'local_address="",local_mark="0000002A",local_port="0",proto="FWM",remote_address="10.0.1.2",remote_port="8080"';
  expect(samplesOf(text)).toEqual([
    `node_ipvs_backend_connections_active{${mark}} 2`,
    `node_ipvs_backend_connections_active{${backend("10.0.1.2")}} 24`,
    `node_ipvs_backend_connections_active{${backend("10.0.1.3")}} 1`,
    `node_ipvs_backend_connections_inactive{${mark}} 3`,
    `node_ipvs_backend_connections_inactive{${backend("10.0.1.2")}} 2`,
    `node_ipvs_backend_connections_inactive{${backend("10.0.1.3")}} 1`,
    `node_ipvs_backend_weight{${mark}} 1`,
    `node_ipvs_backend_weight{${backend("10.0.1.2")}} 100`,
    `node_ipvs_backend_weight{${backend("10.0.1.3")}} 50`,
    "node_ipvs_connections_total 10",
    "node_ipvs_incoming_bytes_total 40",
    "node_ipvs_incoming_packets_total 20",
    "node_ipvs_outgoing_bytes_total 50",
    "node_ipvs_outgoing_packets_total 30",
  ]);
});

test("--collector.ipvs.backend-labels adds up what differs in other labels only", async () => {
  const flags = { "collector.ipvs.backend-labels": "remote_address,,local_mark" };
  const { text } = await collect(ipvs, { paths: hostTree(HOST), flags });
  expect(samplesOf(text).slice(0, 3)).toEqual([
    'node_ipvs_backend_connections_active{local_mark="",remote_address="10.0.1.2"} 24',
    'node_ipvs_backend_connections_active{local_mark="",remote_address="10.0.1.3"} 1',
    'node_ipvs_backend_connections_active{local_mark="0000002A",remote_address="10.0.1.2"} 2',
  ]);
});

test("no labels at all add up everything", async () => {
  const { text } = await collect(ipvs, { paths: hostTree(HOST), flags: { "collector.ipvs.backend-labels": "" } });
  expect(samplesOf(text).slice(0, 3)).toEqual([
    "node_ipvs_backend_connections_active 27",
    "node_ipvs_backend_connections_inactive 6",
    "node_ipvs_backend_weight 151",
  ]);
});

test("unknown labels are refused", async () => {
  const flags = { "collector.ipvs.backend-labels": "proto,zebra,apple" };
  await expect(collect(ipvs, { flags })).rejects.toThrow(
    new ConfigurationError("--collector.ipvs.backend-labels: unknown backend labels: apple, zebra"),
  );
});

test("no data without the module, a failure with half of it", async () => {
  expect(await collect(ipvs, { paths: hostTree({}) })).toMatchObject({ status: "nodata", text: "" });
  const half = await collect(ipvs, { paths: hostTree({ "proc/net/ip_vs_stats": STATS }) });
  expect(half.status).toBe("failed");
  expect(half.text).toContain("node_ipvs_connections_total 10");
});
