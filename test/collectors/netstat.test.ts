import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import netstat from "../../src/collectors/netstat.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const NETSTAT = "TcpExt: SyncookiesSent Other ListenDrops\nTcpExt: 1 2 3\nIpExt: InOctets\nIpExt: 4\n";
const SNMP = "Udp: InDatagrams Strange\nUdp: 5 6\n";
const FILES = { "proc/net/netstat": NETSTAT, "proc/net/snmp": SNMP };

test("gives the counters of the default list", async () => {
  const files = { ...FILES, "proc/net/snmp6": "Udp6InDatagrams 7\nIp6InOctets 8\nIp6Other 9\n" };
  const { status, families } = await collect(netstat, { paths: hostTree(files) });
  expect(status).toBe("ok");
  expect([...families.values()]).toEqual([
    "# TYPE node_netstat_Ip6_InOctets untyped\nnode_netstat_Ip6_InOctets 8\n",
    "# TYPE node_netstat_IpExt_InOctets untyped\nnode_netstat_IpExt_InOctets 4\n",
    "# TYPE node_netstat_TcpExt_ListenDrops untyped\nnode_netstat_TcpExt_ListenDrops 3\n",
    "# TYPE node_netstat_TcpExt_SyncookiesSent untyped\nnode_netstat_TcpExt_SyncookiesSent 1\n",
    "# TYPE node_netstat_Udp6_InDatagrams untyped\nnode_netstat_Udp6_InDatagrams 7\n",
    "# TYPE node_netstat_Udp_InDatagrams untyped\nnode_netstat_Udp_InDatagrams 5\n",
  ]);
});

test("the fields flag chooses others", async () => {
  const flags = { "collector.netstat.fields": "^Udp_S" };
  const { families } = await collect(netstat, { paths: hostTree(FILES), flags });
  expect([...families.keys()]).toEqual(["node_netstat_Udp_Strange"]);
});

test("a protocol that comes again replaces the earlier one as a whole", async () => {
  const files = {
    ...FILES,
    "proc/net/snmp": "TcpExt: ListenDrops\nTcpExt: 30\n",
    "proc/net/snmp6": "IpExt6InOctets 1\n",
  };
  const { families } = await collect(netstat, { paths: hostTree(files) });
  expect([...families.keys()]).toEqual(["node_netstat_IpExt_InOctets", "node_netstat_TcpExt_ListenDrops"]);
});

test("follows names that change between scrapes", async () => {
  const paths = hostTree({ ...FILES, "proc/net/snmp6": "Udp6InDatagrams 7\n" });
  const { scrape } = openCollector(netstat, { paths });
  const names = async () => [...(await scrape()).families.keys()].map((name) => name.slice("node_netstat_".length));
  const all = ["IpExt_InOctets", "TcpExt_ListenDrops", "TcpExt_SyncookiesSent", "Udp6_InDatagrams", "Udp_InDatagrams"];
  expect(await names()).toEqual(all);
  expect(await names()).toEqual(all);
  const write = (file: string, text: string) => writeFileSync(join(paths.procfs, "net", file), text);
  write("snmp", "Udp: NoPorts InDatagrams\nUdp: 1 2\n");
  expect((await scrape()).text).toContain("Udp_NoPorts 1\n");
  write("snmp6", "TcpExt6Other 1\nIp6InOctets 8\n");
  expect(await names()).toEqual(["Ip6_InOctets", ...all.slice(0, 3), "Udp_InDatagrams", "Udp_NoPorts"]);
  write("netstat", "IpExt6: InErrs\nIpExt6: 1\nTcpExt: ListenDrops\nTcpExt: 2\n");
  write("snmp6", "");
  expect(await names()).toEqual(["IpExt6_InErrs", "TcpExt_ListenDrops", "Udp_InDatagrams", "Udp_NoPorts"]);
  write("snmp6", "IpExt6Other 1\n");
  expect(await names()).toEqual(["TcpExt_ListenDrops", "Udp_InDatagrams", "Udp_NoPorts"]);
});

test("a value that is no number fails even when it is not shown", async () => {
  const files = { ...FILES, "proc/net/snmp": "Udp: Strange\nUdp: x\n" };
  expect(await collect(netstat, { paths: hostTree(files) })).toMatchObject({ status: "failed" });
});

test.each(["proc/net/netstat", "proc/net/snmp"] as const)("fails without %s", async (missing) => {
  const { [missing]: _, ...files } = FILES;
  const { status, message } = await collect(netstat, { paths: hostTree(files) });
  expect(status).toBe("failed");
  expect(message).toContain("ENOENT");
});

test("a bad pattern ends the start", async () => {
  await expect(collect(netstat, { flags: { "collector.netstat.fields": "(" } })).rejects.toThrow(ConfigurationError);
});

test("reads this host", async () => {
  const { status, text } = await collect(netstat);
  expect(status).toBe("ok");
  expect(text).toMatch(/^node_netstat_Tcp_CurrEstab \d+$/m);
});
