import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import udpQueues from "../../src/collectors/udp_queues.ts";
import { cleanUp } from "../support/clean-up.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { until } from "../support/until.ts";

/** Binds a socket and tells its port. */
const READER = `
  const [type, address] = process.argv.slice(1);
  const socket = require("node:dgram").createSocket(type);
  socket.bind(0, address, () => console.log(socket.address().port));
`;

const row = (queues: string) => `header\n 1: 0:1 0:0 07 ${queues} 00:0 0 101 0 5311 2 00000000a1b2c3d4 0\n`;

test("gives both queues of both families", async () => {
  const paths = hostTree({ "proc/net/udp": row("01:02"), "proc/net/udp6": row("03:0a") });
  const { status, text } = await collect(udpQueues, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_udp_queues gauge
node_udp_queues{ip="v4",queue="rx"} 2
node_udp_queues{ip="v4",queue="tx"} 1
node_udp_queues{ip="v6",queue="rx"} 10
node_udp_queues{ip="v6",queue="tx"} 3
`);
});

test("a host without IPv6 gives IPv4 alone", async () => {
  const { status, text } = await collect(udpQueues, { paths: hostTree({ "proc/net/udp": row("01:02") }) });
  expect(status).toBe("ok");
  expect(text).not.toContain("v6");
});

test("neither file is no data", async () => {
  expect(await collect(udpQueues, { paths: hostTree({}) })).toMatchObject({ status: "nodata" });
});

test("a malformed file fails", async () => {
  const { status, message } = await collect(udpQueues, { paths: hostTree({ "proc/net/udp": "header\nx\n" }) });
  expect(status).toBe("failed");
  expect(message).toContain("net/udp: ");
});

test("needs procfs at start", async () => {
  await expect(collect(udpQueues, { paths: { procfs: "/nonexistent" } })).rejects.toThrow(ConfigurationError);
});

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);

test.each([
  ["udp4", "127.0.0.1", "v4"],
  // Without ::1 there is nothing to show for IPv6.
  ...(hasIpv6 ? [["udp6", "::1", "v6"] as const] : []),
] as const)(
  "on this host a %s socket that nobody reads shows, and a closed one does not",
  async (type, address, ip) => {
    const received = async () => {
      const { status, text } = await collect(udpQueues);
      expect(status).toBe("ok");
      return Number(new RegExp(`ip="${ip}",queue="rx"} (.*)`).exec(text)?.[1]);
    };
    const before = await received();
    const reader = spawn(process.execPath, ["-e", READER, type, address], { stdio: ["ignore", "pipe", "inherit"] });
    cleanUp(() => void reader.kill("SIGKILL"));
    const [port] = (await once(reader.stdout, "data")) as [Buffer];
    reader.kill("SIGSTOP");
    const sender = createSocket(type);
    sender.send(Buffer.alloc(1000), Number(port), address);
    await until(async () => (await received()) > before);
    const during = await received();
    sender.close();
    reader.kill("SIGKILL");
    await once(reader, "close");
    await until(async () => (await received()) < during);
  },
);

test("a copy is read even where it says that there are no sockets", async () => {
  const paths = hostTree({ "proc/net/udp": row("01:02"), "proc/net/sockstat": "UDP: inuse 0 mem 0\n" });
  expect((await collect(udpQueues, { paths })).text).toContain('node_udp_queues{ip="v4",queue="rx"} 2\n');
});
