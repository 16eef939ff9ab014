import { spawn, spawnSync } from "node:child_process";
import { createSocket, type RemoteInfo } from "node:dgram";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import ntp from "../../src/collectors/ntp.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { cleanUp, temporaryDirectory } from "../support/clean-up.ts";
import { collect } from "../support/collect.ts";
import { standStill } from "../support/stand-still.ts";
import { samplesOf } from "../support/samples.ts";
import { until } from "../support/until.ts";

type Respond = (question: Buffer, from: RemoteInfo) => Buffer | undefined;

/** A server on the loopback interface; resolves with its port. */
async function serve(respond: Respond, address = "127.0.0.1"): Promise<number> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  cleanUp(() => void socket.close());
  socket.on("message", (question, from) => {
    const answer = respond(question, from);
    if (answer !== undefined) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, address, resolve);
  });
  return socket.address().port;
}

/** An answer of a good server whose clock is ahead by some seconds. */
function answerTo(question: Buffer, ahead = 0): Buffer {
  const now = Date.now() / 1000 + ahead + 2_208_988_800;
  const packet = Buffer.alloc(48);
  packet[0] = (4 << 3) | 4;
  packet[1] = 3;
  packet.writeUInt32BE(0x0000_8000, 4);
  packet.writeUInt32BE(0x0001_0000, 8);
  packet.writeUInt32BE(Math.floor(now) - 60, 16);
  packet.set(question.subarray(40), 24);
  for (const at of [32, 40]) {
    packet.writeUInt32BE(Math.floor(now), at);
    packet.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), at + 4);
  }
  return packet;
}

function query(port: number, flags: Readonly<Record<string, string | number | boolean>> = {}) {
  return collect(ntp, { flags: { "collector.ntp.server-port": port, ...flags } });
}

function valueOf(text: string, name: string): number {
  return Number(new RegExp(`^node_ntp_${name} (\\S+)$`, "m").exec(text)?.[1]);
}

/** Whatever the machine does meanwhile, a clock is known to half of the round trip; the server above counts milliseconds. */
function expectOffset(text: string, seconds: number): void {
  const distance = Math.abs(valueOf(text, "offset_seconds") - seconds);
  expect(distance).toBeLessThanOrEqual(valueOf(text, "rtt_seconds") / 2 + 1e-3);
}

/** Differences of milliseconds are the clock of the server above. */
const LENIENT = { "collector.ntp.local-offset-tolerance": 0.5 };

test("what the server tells", async () => {
  const questions: number[] = [];
  const port = await serve((question) => {
    questions.push(question[0] ?? 0, question.length);
    return answerTo(question);
  });
  const before = Date.now() / 1000;
  const { status, families, text } = await query(port, LENIENT);
  expect(status).toBe("ok");
  expect(questions).toEqual([0x23, 48]);
  expect([...families.keys()]).toEqual([
    "node_ntp_leap",
    "node_ntp_offset_seconds",
    "node_ntp_reference_timestamp_seconds",
    "node_ntp_root_delay_seconds",
    "node_ntp_root_dispersion_seconds",
    "node_ntp_rtt_seconds",
    "node_ntp_sanity",
    "node_ntp_stratum",
  ]);
  expect(samplesOf(text, /^node_ntp_(leap|root_\w+|sanity|stratum) /)).toEqual([
    "node_ntp_leap 0",
    "node_ntp_root_delay_seconds 0.5",
    "node_ntp_root_dispersion_seconds 1",
    "node_ntp_sanity 1",
    "node_ntp_stratum 3",
  ]);
  expectOffset(text, 0);
  const asked = valueOf(text, "reference_timestamp_seconds") + 60;
  expect([asked >= Math.floor(before), asked <= Date.now() / 1000]).toEqual([true, true]);
});

test("a server that is ahead", async () => {
  const { text } = await query(await serve((question) => answerTo(question, 3600)));
  expectOffset(text, 3600);
  expect(valueOf(text, "sanity")).toBe(0);
});

test("--collector.ntp.max-distance and --collector.ntp.local-offset-tolerance", async () => {
  const port = await serve((question) => answerTo(question, 3600));
  const far = { "collector.ntp.local-offset-tolerance": 7200 };
  expect(valueOf((await query(port, far)).text, "sanity")).toBe(1);
  const near = { ...far, "collector.ntp.max-distance": 0.5 };
  expect(valueOf((await query(port, near)).text, "sanity")).toBe(0);
});

test("--collector.ntp.protocol-version, and a server by IPv6", async () => {
  const versions: number[] = [];
  const port = await serve((question) => {
    versions.push(((question[0] ?? 0) >> 3) & 7);
    return answerTo(question);
  }, "::1");
  const flags = { "collector.ntp.server": "::1", "collector.ntp.protocol-version": 2 };
  expect((await query(port, flags)).status).toBe("ok");
  expect(versions).toEqual([2]);
});

test("a name with --collector.ntp.server-is-local, and the system's time to live", async () => {
  const port = await serve((question) => answerTo(question));
  const flags = {
    "collector.ntp.server": "localhost",
    "collector.ntp.server-is-local": true,
    "collector.ntp.ip-ttl": 0,
  };
  expect((await query(port, flags)).status).toBe("ok");
});

function refuse(): never {
  throw Object.assign(new Error("EPERM: adjtimex"), { code: "EPERM" });
}

test("a host that forbids adjtimex still has a clock", async () => {
  const port = await serve((question) => answerTo(question));
  const { status, text } = await collect(ntp, {
    native: { ...createNative(), adjtimex: refuse },
    flags: { "collector.ntp.server-port": port },
  });
  expect(status).toBe("ok");
  expectOffset(text, 0);
});

test.each<[string, Respond, string]>([
  ["does not answer", () => undefined, "no answer from 127.0.0.1 port "],
  ["answers something else", () => Buffer.from("hello"), "NTP: an answer of 5 bytes"],
  ["answers another question", () => answerTo(Buffer.alloc(48)), "NTP: the answer is to another question"],
])("a server that %s is a failure", async (_, respond, message) => {
  const result = await query(await serve(respond));
  expect(result).toMatchObject({ status: "failed", text: "", message: expect.stringContaining(message) });
});

test("an answer that came while this thread stood still past the time is taken", async () => {
  const port = await serve((question) => {
    standStill(1200);
    return answerTo(question);
  });
  expect(await query(port)).toMatchObject({ status: "ok" });
});

test("no server is a failure", async () => {
  const { status, message } = await query(1);
  expect(status).toBe("failed");
  expect(message).toMatch(/ECONNREFUSED|no answer/);
});

test("an address that cannot be asked is a failure", async () => {
  const flags = { "collector.ntp.server": "255.255.255.255", "collector.ntp.server-is-local": true };
  expect(await query(1, flags)).toMatchObject({ status: "failed", message: expect.stringContaining("EACCES") });
});

const hasChrony = spawnSync("chronyd", ["--version"]).status === 0 && process.getuid?.() === 0;

test.skipIf(!hasChrony)("a real chronyd that only trusts itself (needs the package chrony and root)", async () => {
  const port = await serve(() => undefined);
  const free = port + 1;
  const folder = temporaryDirectory();
  writeFileSync(
    join(folder, "chrony.conf"),
    `port ${free}\nbindaddress 127.0.0.1\nallow 127.0.0.0/8\nlocal stratum 8\ncmdport 0\npidfile ${folder}/pid\n`,
  );
  const daemon = spawn("chronyd", ["-d", "-x", "-u", "root", "-f", join(folder, "chrony.conf")], { stdio: "ignore" });
  cleanUp(() => void daemon.kill("SIGKILL"));
  let result = await query(free);
  await until(async () => (result = await query(free)).status === "ok");
  expect(result.text).toContain("node_ntp_stratum 8\n");
  expect(result.text).toContain("node_ntp_sanity 1\n");
  expectOffset(result.text, 0);
});

test.each([
  [{ "collector.ntp.server": "192.0.2.1" }, '--collector.ntp.server: "192.0.2.1" is not a loopback address'],
  [{ "collector.ntp.server": "localhost" }, '--collector.ntp.server: "localhost" is not a loopback address'],
  [{ "collector.ntp.server-port": 0 }, "--collector.ntp.server-port: 0 is not a port"],
  [{ "collector.ntp.server-port": 65_536 }, "--collector.ntp.server-port: 65536 is not a port"],
  [{ "collector.ntp.protocol-version": 5 }, "--collector.ntp.protocol-version: 5 is not 2, 3 or 4"],
  [{ "collector.ntp.ip-ttl": 256 }, "--collector.ntp.ip-ttl: 256 is not between 0 and 255"],
  [{ "collector.ntp.local-offset-tolerance": -1 }, "--collector.ntp.local-offset-tolerance: must not be negative"],
])("%j is refused", async (flags, message) => {
  await expect(collect(ntp, { flags })).rejects.toThrow(ConfigurationError);
  await expect(collect(ntp, { flags })).rejects.toThrow(message);
});
