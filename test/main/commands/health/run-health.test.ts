import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { expect, test } from "vitest";
import { cleanUp } from "../../../support/clean-up.ts";
import { runProgram, startProgram } from "../../../support/program.ts";
import { Authority, hasOpenssl } from "../../server/certificates.ts";

test("the exit status is that of the exporter's health", async () => {
  const { port } = await startProgram(["--collector.disable-defaults", "--collector.loadavg"]);
  const healthy = await runProgram(["health", `http://127.0.0.1:${port}/-/ready`]);
  expect(healthy).toMatchObject({ code: 0, stdout: "", stderr: "" });
  const missing = await runProgram(["health", `http://127.0.0.1:${port}/missing`]);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("/missing: the answer has status 404\n")]);
  const closed = await runProgram(["health", "http://127.0.0.1:1/"]);
  expect([closed.code, closed.stderr]).toEqual([
    1,
    expect.stringContaining("http://127.0.0.1:1/: connect ECONNREFUSED"),
  ]);
});

test("credentials in the address are not printed", async () => {
  const { code, stderr } = await runProgram(["health", "http://alice:hunter2@127.0.0.1:1/x?y"]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("error: http://127.0.0.1:1/x?y: connect ECONNREFUSED")]);
});

test("a change of protocol is no answer of an exporter", async () => {
  const port = await answering("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
  const { code, stderr } = await runProgram(["health", `http://127.0.0.1:${port}/`]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/error: \S+: the answer has status 101\n$/)]);
});

test.skipIf(!hasOpenssl)(
  "a certificate of an unknown CA is refused with what helps (needs the openssl command)",
  async () => {
    const authority = new Authority();
    authority.selfSigned("own", "subjectAltName=IP:127.0.0.1");
    const server = createTlsServer({ key: authority.read("own.key"), cert: authority.read("own.crt") });
    server.on("request", (_, response) => response.end());
    const url = `https://127.0.0.1:${await listen(server)}/`;
    const refused = await runProgram(["health", url]);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(
        /: self-signed certificate \(set NODE_EXTRA_CA_CERTS to a file with its CA, or use --insecure\)\n$/,
      ),
    ]);
    expect(await runProgram(["health", "--insecure", url])).toMatchObject({ code: 0, stderr: "" });
    const known = await runProgram(["health", url], { env: { NODE_EXTRA_CA_CERTS: authority.path("own.crt") } });
    expect(known).toMatchObject({ code: 0, stderr: "" });
  },
);

/** Answers every connection with these bytes. */
async function answering(bytes: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(bytes);
  });
  return listen(server);
}

async function listen(server: Server): Promise<number> {
  cleanUp(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}
