import { execFileSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { NetlinkReceiver } from "../../../src/collectors/parsers/netlink/message.ts";
import {
  buildAttribute,
  buildRequest,
  cString,
  NETLINK_GENERIC,
  NETLINK_ROUTE,
  NLM_F_DUMP,
  NLMSG_ERROR,
} from "../../../src/collectors/parsers/netlink/message.ts";
import { libc } from "../../../src/workers/native/libc.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { NetlinkSockets } from "../../../src/workers/native/netlink.ts";
import { canMakeNamespaces } from "../../support/netns.ts";

const RTM_GETLINK = 18;
const RTM_NEWLINK = 16;

const AF_NETLINK = 16;

/** Number of connect(2); undefined on other platforms. */
const connectCall = new Map<string, number>([
  ["x64", 42],
  ["arm64", 203],
]).get(process.arch);

const native = createNative();

test("adjtimex reads the clock without setting it", () => {
  const timex = Buffer.alloc(208);
  const state = native.adjtimex(timex);
  expect(state).toBeGreaterThanOrEqual(0);
  expect(state).toBeLessThanOrEqual(5);
  const tick = Number(timex.readBigInt64LE(88));
  expect(tick).toBeGreaterThan(8000);
  expect(tick).toBeLessThan(12_000);
});

test("a link dump gives one message an interface, again and again on the same socket", () => {
  const request = buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(16));
  const first = dump(request);
  expect(first.length).toBeGreaterThan(0);
  expect(new Set(first)).toEqual(new Set([RTM_NEWLINK]));
  for (let i = 0; i < 100; i++) expect(dump(request)).toHaveLength(first.length);
});

test("the receive buffer grows to the largest message, and the dump is taken again", () => {
  const request = buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(16));
  const want = dump(request);
  const small = new NetlinkSockets(64);
  let types: number[] = [];
  let begins = 0;
  small.exchange(NETLINK_ROUTE, request, {
    begin() {
      begins++;
      types = [];
    },
    message: (type) => void types.push(type),
  });
  expect(types).toEqual(want);
  expect(begins).toBe(2);
});

test.skipIf(!canMakeNamespaces)("a dump that was interrupted by a change is taken again (needs root and ip)", () => {
  const command = [process.execPath, join(import.meta.dirname, "interrupted-dump.ts")];
  const answer = execFileSync("unshare", ["--net", ...command], { encoding: "utf8" });
  expect(JSON.parse(answer)).toEqual({ begins: 2, links: 22 });
});

test.skipIf(process.getuid?.() !== 0 || connectCall === undefined)(
  "a message that answers another request is passed over (needs root)",
  () => {
    const request = buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(16));
    const sockets = new NetlinkSockets();
    const before = ports();
    const types: number[] = [];
    const receiver: NetlinkReceiver = { begin: () => types.splice(0), message: (type) => types.push(type) };
    sockets.exchange(NETLINK_ROUTE, request, receiver);
    const port = ports().find((each) => !before.includes(each)) ?? 0;
    // As the kernel would refuse a request: EPERM.
    const refusal = Buffer.alloc(36);
    refusal.writeUInt32LE(refusal.length);
    refusal.writeUInt16LE(NLMSG_ERROR, 4);
    refusal.writeInt32LE(-1, 16);
    sendTo(port, refusal);
    sockets.exchange(NETLINK_ROUTE, request, receiver);
    expect(types).toEqual(dump(request));
  },
);

test("a request for one link gives one message", () => {
  const loopback = Buffer.alloc(16);
  loopback.writeInt32LE(1, 4);
  expect(dump(buildRequest(RTM_GETLINK, 0, loopback))).toEqual([RTM_NEWLINK]);
});

test("the kernel's refusal is thrown with its errno name, and the next request works", () => {
  const nobody = Buffer.alloc(16);
  nobody.writeInt32LE(2_000_000_000, 4);
  expect(() => dump(buildRequest(RTM_GETLINK, 0, nobody))).toThrow(
    expect.objectContaining({ code: "ENODEV", syscall: "netlink" }),
  );
  expect(dump(buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(16))).length).toBeGreaterThan(0);
});

test("an error of the receiver comes through, and the next request works", () => {
  const request = buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(16));
  expect(() => native.netlink(NETLINK_ROUTE, request, { begin() {}, message: throwing })).toThrow("not today");
  expect(dump(request).length).toBeGreaterThan(0);
});

test("an unknown netlink protocol is refused", () => {
  expect(() => native.netlink(30, buildRequest(18, 0), { begin() {}, message() {} })).toThrow(
    expect.objectContaining({ code: "EPROTONOSUPPORT", syscall: "socket" }),
  );
});

test("generic netlink answers that there is no such family", () => {
  const GETFAMILY = 3;
  const FAMILY_NAME = 2;
  const request = buildRequest(
    16,
    0,
    Buffer.from([GETFAMILY, 1, 0, 0]),
    buildAttribute(FAMILY_NAME, cString("nobody")),
  );
  expect(() => native.netlink(NETLINK_GENERIC, request, { begin() {}, message() {} })).toThrow(
    expect.objectContaining({ code: "ENOENT" }),
  );
});

test("ioctl tells the name of an interface by number, and its errors", () => {
  const SIOCGIFNAME = 0x8910;
  const fd = native.socket(2, 2, 0);
  const request = Buffer.alloc(40);
  request.writeInt32LE(1, 16);
  expect(native.ioctl(fd, SIOCGIFNAME, request)).toBe(0);
  expect(request.toString("latin1", 0, 3)).toBe("lo\0");
  request.writeInt32LE(2_000_000_000, 16);
  expect(() => native.ioctl(fd, SIOCGIFNAME, request)).toThrow(expect.objectContaining({ code: "ENODEV" }));
  native.close(fd);
  expect(() => native.ioctl(fd, SIOCGIFNAME, request)).toThrow(
    expect.objectContaining({ code: "EBADF", errno: -9, syscall: "ioctl" }),
  );
});

test("a subscription never waits, and one that the kernel refuses leaves nothing open", () => {
  const links = native.subscribe(NETLINK_ROUTE, 1);
  const types: number[] = [];
  expect(links.drain((type) => void types.push(type))).toBe(true);
  expect(types.every((type) => type === 16 || type === 17)).toBe(true);
  const open = readdirSync("/proc/self/fd").length;
  expect(() => native.subscribe(31, 1)).toThrow(expect.objectContaining({ code: "EPROTONOSUPPORT" }));
  expect(readdirSync("/proc/self/fd")).toHaveLength(open);
});

test("read fills the buffer and gives the number of bytes", () => {
  const fd = openSync("/proc/sys/kernel/ostype", "r");
  const into = Buffer.alloc(64);
  expect(into.toString("latin1", 0, native.read(fd, into))).toBe("Linux\n");
  closeSync(fd);
});

test("perf_event_open refuses an empty request with an errno name", () => {
  expect(() => native.perfEventOpen(Buffer.alloc(128), 0, -1, -1, 0)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^E(NOENT|INVAL|ACCES|PERM|NOSYS)$/) }),
  );
});

function throwing(): void {
  throw new RangeError("not today");
}

/** Port numbers of the sockets for rtnetlink. */
function ports(): readonly number[] {
  const rows = readFileSync("/proc/net/netlink", "latin1").split("\n").slice(1);
  return rows.map((row) => row.split(/ +/)).flatMap(([, protocol, port]) => (protocol === "0" ? [Number(port)] : []));
}

/** Sends a message to another socket for rtnetlink. */
function sendTo(port: number, message: Buffer): void {
  const fd = native.socket(AF_NETLINK, 3, NETLINK_ROUTE);
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK);
  address.writeUInt32LE(port, 4);
  expect(libc().syscall(connectCall ?? -1, "int", fd, "void *", address, "uint32_t", address.length)).toBe(0);
  expect(libc().send(fd, message, message.length, 0)).toBe(message.length);
  native.close(fd);
}

/** Types of the messages that come back. */
function dump(request: Buffer): number[] {
  let types: number[] = [];
  const receiver: NetlinkReceiver = {
    begin() {
      types = [];
    },
    message(type, bytes, start, end) {
      expect(end - start).toBeGreaterThanOrEqual(16);
      expect(end).toBeLessThanOrEqual(bytes.length);
      types.push(type);
    },
  };
  native.netlink(NETLINK_ROUTE, request, receiver);
  return types;
}
