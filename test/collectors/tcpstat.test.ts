import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import tcpstat from "../../src/collectors/tcpstat.ts";
import { cleanUp } from "../support/clean-up.ts";
import { collect, openCollector } from "../support/collect.ts";
import { canMakeNamespaces, SCRAPE, scrapeInNamespace } from "../support/netns.ts";
import { samplesOf } from "../support/samples.ts";
import { hostTree } from "../support/tree.ts";

const value = (text: string, state: string) =>
  Number(new RegExp(`^node_tcp_connection_states\\{state="${state}"\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0);

test("counts listeners and connections of this host, of both families", async () => {
  const before = await collect(tcpstat);
  const server = await listen("127.0.0.1");
  const server6 = await listen("::1");
  await connection(server);
  await connection(server6);
  const { status, text } = await collect(tcpstat);
  expect(status).toBe("ok");
  expect(value(text, "listen") - value(before.text, "listen")).toBeGreaterThanOrEqual(2);
  expect(value(text, "established") - value(before.text, "established")).toBeGreaterThanOrEqual(4);
  expect(text).toContain('{state="tx_queued_bytes"}');
  // A state without sockets is left out.
  expect(samplesOf(text, /state="(?!.x_queued).* 0$/)).toEqual([]);
});

test("asks for IPv6 only where procfs has it", async () => {
  await listen("::1");
  const paths = hostTree({ "proc/net/tcp6": "" });
  const scraper = openCollector(tcpstat, { paths });
  const both = await scraper.scrape();
  rmSync(join(paths.procfs, "net/tcp6"));
  const only4 = await scraper.scrape();
  expect(value(both.text, "listen")).toBeGreaterThan(value(only4.text, "listen"));
});

test.skipIf(!canMakeNamespaces)("a namespace without sockets gives nothing (needs root and ip)", () => {
  const [scrape] = scrapeInNamespace({ collector: "tcpstat", steps: [SCRAPE] });
  expect(scrape).toMatchObject({ status: "ok", text: "" });
  expect(samplesOf(scrape?.text ?? "")).toEqual([]);
});

async function listen(host: string): Promise<Server> {
  const server = createServer();
  cleanUp(() => void server.close());
  server.listen(0, host);
  await once(server, "listening");
  return server;
}

async function connection(server: Server): Promise<Socket> {
  const accepted = once(server, "connection");
  const { address, port } = server.address() as AddressInfo;
  const socket = connect(port, address);
  cleanUp(() => void socket.destroy());
  await once(socket, "connect");
  const [peer]: Socket[] = await accepted;
  cleanUp(() => void peer?.destroy());
  return socket;
}
