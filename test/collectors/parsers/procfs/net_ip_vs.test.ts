import { expect, test } from "vitest";
import { parseIpVs } from "../../../../src/collectors/parsers/procfs/net_ip_vs.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const TABLE = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
TCP  0A000001:0050 wlc  
  -> 0A000102:1F90      Masq    100    2481       2         
  -> 0A000103:1F90      Route   0      0          0         
UDP  [20010db8000000000000000000000001]:0035 rr
SCTP 0A000002:0B59 rr
  -> 0A000104:0B59      Tunnel  1      3          4         
FWM  0000002A rr persistent 300
  -> [2001:0db8:0000:0000:0000:0000:0000:0002]:1F90      Masq    7      5          6         
`.replace(/^UDP.*\n/m, "UDP  [2001:0db8:0000:0000:0000:0000:0000:0001]:0035 rr\n");

const parse = (text: string) => parseIpVs(Buffer.from(text), "net/ip_vs");

test("reads the backends of each service", () => {
  const none = { localAddress: "", localPort: 0, localMark: "" };
  expect(parse(TABLE)).toEqual([
    {
      protocol: "TCP",
      localAddress: "10.0.0.1",
      localPort: 80,
      localMark: "",
      remoteAddress: "10.0.1.2",
      remotePort: 8080,
      weight: 100,
      activeConnections: 2481,
      inactiveConnections: 2,
    },
    expect.objectContaining({ remoteAddress: "10.0.1.3", weight: 0 }),
    expect.objectContaining({ protocol: "SCTP", localAddress: "10.0.0.2", remoteAddress: "10.0.1.4" }),
    {
      ...none,
      protocol: "FWM",
      localMark: "0000002A",
      remoteAddress: "2001:db8::2",
      remotePort: 8080,
      weight: 7,
      activeConnections: 5,
      inactiveConnections: 6,
    },
  ]);
});

test("a table without services has no backends", () => {
  expect(parse(TABLE.split("\n").slice(0, 3).join("\n"))).toEqual([]);
  expect(parse("")).toEqual([]);
});

test.each([
  ["TCP", 'net/ip_vs: "" is not an address with a port in "TCP"'],
  ["DCCP 0A000001:0050 wlc", 'net/ip_vs: an unknown protocol in "DCCP'],
  ["FWM  wlc", "no firewall mark"],
  ["TCP  0A0000:0050 wlc", '"0A0000:0050" is not an address with a port'],
  ["TCP  [2001:db8::1]:0050 wlc", '"[2001:db8::1]:0050" is not an address with a port'],
  ["  -> 0A000102:1F90 Masq 100 x 0", '"x" is not a number'],
  ["  -> 0A000102:1F90 Masq 100", '"" is not a number'],
])("%j is an error", (line, message) => {
  expect(() => parse(`${TABLE}${line}\n`)).toThrow(message);
});

test.each(["TCP  0A0000:0050 wlc", "DCCP 0A000002:0050 wlc"])(
  "backends of a service that cannot be read, %j, are not those of the one before",
  (line) => {
    const problems: string[] = [];
    const backend = "  -> 0A000109:1F90      Masq    1    1       1         ";
    const table = Buffer.from(`${TABLE}${line}\n${backend}\n`);
    const backends = parseIpVs(table, "net/ip_vs", ({ message }) => problems.push(message));
    expect(backends).toEqual(parse(TABLE));
    expect(problems).toEqual([expect.anything(), expect.stringContaining("of a service that cannot be read")]);
  },
);

test("survives garbage", () => {
  parserSurvivesGarbage(parseIpVs, TABLE);
});
