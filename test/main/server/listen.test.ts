import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WebError } from "../../../src/main/server/web-error.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { until } from "../../support/until.ts";
import { get, open, portOf } from "./support.ts";

const OBSERVER = JSON.stringify(join(import.meta.dirname, "../../support/recording-observer.ts"));
const SLOW = JSON.stringify(join(import.meta.dirname, "../../../src/main/server/slow-clients.ts"));
const WEB = JSON.stringify(join(import.meta.dirname, "../../../src/main/server/web.ts"));

/** A process that serves the descriptors 3 and 4. */
const INHERITING = `
  const { openWeb } = await import(${WEB});
  const { RecordingObserver } = await import(${OBSERVER});
  const { SlowClients } = await import(${SLOW});
  const observer = new RecordingObserver();
  const services = { observer, log: () => {}, slowClients: new SlowClients(observer) };
  const settings = { listen: [], sockets: [3, 4], allowed: [], configFile: "" };
  const web = await openWeb(settings, (req, res) => res.end("from the child"), services);
  console.log(web.addresses.join());
`;

/** A process without rights that tries to listen on port 1. */
const UNPRIVILEGED = `
  const { openWeb } = await import(${WEB});
  const { RecordingObserver } = await import(${OBSERVER});
  const { SlowClients } = await import(${SLOW});
  const observer = new RecordingObserver();
  const services = { observer, log: () => {}, slowClients: new SlowClients(observer) };
  process.setgid(65534);
  process.setuid(65534);
  const listen = [{ kind: "tcp", host: "127.0.0.1", port: 1 }];
  const settings = { listen, sockets: [], allowed: [], configFile: "" };
  await openWeb(settings, () => {}, services).catch((error) => console.log(error.message));
  process.exit();
`;

describe("addresses", () => {
  test("a port alone serves IPv4 and IPv6", async () => {
    const { web, port } = await open({ listen: [":0"] });
    expect(web.addresses).toEqual([`[::]:${port}`]);
    expect((await get({ port })).body).toBe("hello");
    expect((await get({ port, host: "::1" })).body).toBe("hello");
  });

  test("all addresses are served at once", async () => {
    const path = join(temporaryDirectory(), "web.sock");
    const { web } = await open({ listen: ["127.0.0.1:0", "[::1]:0", "localhost:0", `unix:${path}`] });
    const [first = "", second = "", third = "", fourth = ""] = web.addresses;
    expect((await get({ port: portOf(first) })).body).toBe("hello");
    expect((await get({ port: portOf(second), host: "::1" })).body).toBe("hello");
    expect((await get({ port: portOf(third), host: "localhost", family: 4 })).body).toBe("hello");
    expect(fourth).toBe(`unix:${path}`);
    expect((await get({ socketPath: path })).body).toBe("hello");
  });

  test("an address in use is named, and nothing is served", async () => {
    const busy = await listening({ port: 0, host: "127.0.0.1" });
    const port = portOfServer(busy);
    const free = await freePort();
    await expect(open({ listen: [`127.0.0.1:${free}`, `127.0.0.1:${port}`] })).rejects.toThrow(
      new WebError(`cannot listen on 127.0.0.1:${port}: the address is already in use (EADDRINUSE)`),
    );
    await expect(get({ port: free })).rejects.toThrow("ECONNREFUSED");
  });

  test("a foreign address and an unknown host are named", async () => {
    await expect(open({ listen: ["192.0.2.1:0"] })).rejects.toThrow(
      "cannot listen on 192.0.2.1:0: the address does not belong to this machine (EADDRNOTAVAIL)",
    );
    await expect(open({ listen: ["no-such-host.invalid:9100"] })).rejects.toThrow(
      /^cannot listen on no-such-host\.invalid:9100: (no such host|the name server did not answer)/,
    );
  });

  test.skipIf(process.getuid?.() !== 0 || lowestPort() <= 1)(
    "a forbidden port is named (needs root, and ports that need rights)",
    async () => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", UNPRIVILEGED]);
      let printed = "";
      child.stdout.on("data", (chunk: Buffer) => (printed += String(chunk)));
      await once(child, "close");
      expect(printed).toBe("cannot listen on 127.0.0.1:1: permission denied (EACCES)\n");
    },
  );
});

describe("unix sockets", () => {
  test("the file of a process that was killed is replaced", async () => {
    const path = join(temporaryDirectory(), "web.sock");
    const child = spawn(process.execPath, ["-e", `require("net").createServer().listen(${JSON.stringify(path)})`]);
    await until(() => existsSync(path));
    child.kill("SIGKILL");
    await once(child, "close");
    expect(existsSync(path)).toBe(true);
    await open({ listen: [`unix:${path}`] });
    expect((await get({ socketPath: path })).body).toBe("hello");
  });

  test("the file of a living process is left alone", async () => {
    const path = join(temporaryDirectory(), "web.sock");
    await listening({ path });
    await expect(open({ listen: [`unix:${path}`] })).rejects.toThrow(`cannot listen on unix:${path}: the address is`);
    expect(existsSync(path)).toBe(true);
  });

  test("a file that is no socket is left alone", async () => {
    const path = join(temporaryDirectory(), "notes.txt");
    writeFileSync(path, "precious");
    await expect(open({ listen: [`unix:${path}`] })).rejects.toThrow("already in use");
    expect(existsSync(path)).toBe(true);
  });

  test("a missing folder is named", async () => {
    await expect(open({ listen: ["unix:/nonexistent/web.sock"] })).rejects.toThrow(
      "cannot listen on unix:/nonexistent/web.sock: ",
    );
  });

  test("a path that cannot be reached is named", async () => {
    const path = join(temporaryDirectory(), "file");
    writeFileSync(path, "");
    await expect(open({ listen: [`unix:${path}/web.sock`] })).rejects.toThrow(
      `cannot listen on unix:${path}/web.sock: a part of the path is not a directory (ENOTDIR)`,
    );
  });

  test("the file is gone after close", async () => {
    const path = join(temporaryDirectory(), "web.sock");
    const { web } = await open({ listen: [`unix:${path}`] });
    await web.close(0);
    expect(existsSync(path)).toBe(false);
  });
});

describe("inherited sockets", () => {
  test("are served instead of the addresses", async () => {
    const path = join(temporaryDirectory(), "inherited.sock");
    const first = await listening({ port: 0, host: "127.0.0.1" });
    const second = await listening({ path });
    const port = portOfServer(first);
    const child = spawn(process.execPath, ["--input-type=module", "-e", INHERITING], {
      stdio: ["ignore", "pipe", "inherit", descriptor(first), descriptor(second)],
    });
    cleanUp(() => void child.kill());
    const [printed] = (await once(child.stdout ?? child, "data")) as [Buffer];
    expect(String(printed)).toBe(`127.0.0.1:${port},fd:4\n`);
    first.close();
    expect((await get({ port })).body).toBe("from the child");
  });

  test("a descriptor that is no socket is named", async () => {
    await expect(open({ sockets: [0] })).rejects.toThrow("cannot listen on the inherited socket 0: ");
    await expect(open({ sockets: [12_345] })).rejects.toThrow("cannot listen on the inherited socket 12345: ");
  });
});

describe("allowed networks", () => {
  test.each([
    { allow: ["127.0.0.0/8"], host: "127.0.0.1" },
    { allow: ["10.0.0.0/8", "127.0.0.1"], host: "127.0.0.1" },
    { allow: ["::1"], host: "::1" },
  ])("$host is of $allow", async ({ allow, host }) => {
    const { port } = await open({ listen: [":0"], allow });
    expect((await get({ port, host })).body).toBe("hello");
  });

  test.each([
    { allow: ["10.0.0.0/8"], host: "127.0.0.1" },
    { allow: ["127.0.0.0/8"], host: "::1" },
    { allow: ["127.0.0.2"], host: "127.0.0.1" },
  ])("$host is not of $allow, whatever its headers say", async ({ allow, host }) => {
    const { port, web } = await open({ listen: [":0"], allow });
    const headers = { "X-Forwarded-For": "10.0.0.1", Forwarded: "for=10.0.0.1" };
    await expect(get({ port, host, headers })).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(web.stats).toMatchObject({ rejected: 1, accepted: 0 });
  });

  test("clients of a unix socket are always allowed", async () => {
    const path = join(temporaryDirectory(), "web.sock");
    await open({ listen: [`unix:${path}`], allow: ["10.0.0.0/8"] });
    expect((await get({ socketPath: path })).body).toBe("hello");
  });
});

function lowestPort(): number {
  return Number(readFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start", "latin1"));
}

async function listening(options: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createServer();
  cleanUp(() => void server.close());
  server.listen(options);
  await once(server, "listening");
  return server;
}

function portOfServer(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The descriptor of a listening socket, which Node keeps to itself. */
function descriptor(server: Server): number {
  const { _handle: handle } = server as Server & { readonly _handle: { readonly fd: number } };
  return handle.fd;
}

async function freePort(): Promise<number> {
  const server = await listening({ port: 0, host: "127.0.0.1" });
  const port = portOfServer(server);
  server.close();
  await once(server, "close");
  return port;
}
