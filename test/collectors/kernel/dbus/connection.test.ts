import { join } from "node:path";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { BusError, BusSilence, openBus } from "../../../../src/collectors/kernel/dbus/connection.ts";
import { temporaryDirectory } from "../../../support/clean-up.ts";
import { listenOn, startFakeBus, type Handler } from "../../../support/dbus/service.ts";
import { standStill } from "../../../support/stand-still.ts";

const soon = () => performance.now() + 300;
const later = () => performance.now() + 60_000;

const CALL = { destination: "a.b", path: "/", interface: "a.b", member: "Echo", strings: ["x"] };

const echo: Handler = ({ member, body }) =>
  member === "Echo" ? { signature: "s", values: [String(body[0])] } : { error: "a.Unknown" };

async function fakeBus(handler: Handler): Promise<string> {
  return (await startFakeBus(handler)).replace("unix:path=", "");
}

async function server(accept: (socket: Socket) => void): Promise<string> {
  const path = join(temporaryDirectory(), "bus");
  await listenOn(path, accept);
  return path;
}

test("calls are answered, more at once than a bus lets wait", async () => {
  const bus = await openBus(await fakeBus(echo), later(), true);
  const texts = Array.from({ length: 500 }, (_, i) => `call ${i}`);
  const answers = await Promise.all(texts.map((text) => bus.call({ ...CALL, strings: [text] })));
  bus.close();
  expect(answers).toEqual(texts.map((text) => [text]));
});

test("an error of the service costs its call only", async () => {
  const bus = await openBus(await fakeBus(echo), later(), false);
  await expect(bus.call({ ...CALL, member: "Other" })).rejects.toThrow(new BusError("a.Unknown: refused by the test"));
  expect(await bus.call(CALL)).toEqual(["x"]);
  bus.close();
});

test("calls after the end are refused", async () => {
  const bus = await openBus(await fakeBus(echo), later(), false);
  bus.close();
  await expect(bus.call(CALL)).rejects.toThrow("the connection to the bus is closed");
});

test("a bus that accepts and never answers is left at the deadline", async () => {
  const path = await server(() => {});
  await expect(openBus(path, soon(), true)).rejects.toThrow(
    new BusSilence("no answer from the bus before the deadline"),
  );
});

test("a bus that lets in and never answers is left after two seconds", async () => {
  const bus = await openBus(await fakeBus(() => undefined), later(), true);
  await expect(bus.call(CALL)).rejects.toThrow(new BusSilence("no answer from the bus for 2 seconds"));
});

test("an answer that came while this thread stood still for two seconds is taken", async () => {
  const slow: Handler = (call) => {
    if (call.member === "Echo") standStill(2200);
    return echo(call);
  };
  const bus = await openBus(await fakeBus(slow), later(), false);
  expect(await bus.call(CALL)).toEqual(["x"]);
  bus.close();
});

test("a bus that only sends signals is left at the deadline", async () => {
  const signal = Buffer.from([0x6c, 4, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  const path = await server((socket) => {
    socket.write("OK 0\r\n");
    const timer = setInterval(() => socket.write(signal), 5);
    socket.on("close", () => clearInterval(timer));
  });
  await expect(openBus(path, soon(), true)).rejects.toThrow(BusSilence);
});

/** Depends on whether we were writing. */
const HUNG_UP = /closed the connection|EPIPE|ECONNRESET/;

test.each<[string, (socket: Socket) => void, string | RegExp]>([
  ["refuses the user", (socket) => socket.write("REJECTED EXTERNAL\r\n"), 'not let in: "REJECTED EXTERNAL"'],
  ["speaks something else", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n"), "not let in"],
  ["never ends its line", (socket) => socket.write("O".repeat(10_000)), "not let in"],
  ["sends garbage", (socket) => socket.write(`OK 0\r\n${"garbage!".repeat(9)}`), "D-Bus: 103 is not a byte order"],
  [
    "announces 100 MB",
    (socket) => socket.write(Buffer.from("OK 0\r\nl\x02\0\x01\0\0\0\x06\0\0\0\0\0\0\0\0", "latin1")),
    "D-Bus: a message of 100663312 bytes is too large",
  ],
  ["hangs up", (socket) => socket.destroy(), HUNG_UP],
  ["hangs up later", (socket) => void socket.end("OK 0\r\n"), HUNG_UP],
])("a bus that %s is an error", async (_, accept, message) => {
  const path = await server(accept);
  await expect(openBus(path, later(), true)).rejects.toThrow(message);
});

test("no bus at all is the system's error", async () => {
  await expect(openBus(join(temporaryDirectory(), "bus"), later(), true)).rejects.toThrow("ENOENT");
});

test("a bus that hangs up fails every call", async () => {
  const path = await server((socket) => {
    let received = "";
    socket.write("OK 0\r\n");
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      // The first call has come.
      if (received.includes("Echo")) socket.destroy();
    });
  });
  const bus = await openBus(path, later(), false);
  const calls = Array.from({ length: 200 }, () => bus.call(CALL));
  const ends = await Promise.allSettled(calls);
  expect(new Set(ends.map(reasonOf))).toEqual(new Set(["the bus closed the connection"]));
});

function reasonOf(end: PromiseSettledResult<unknown>): string {
  return end.status === "rejected" ? (end.reason as Error).message : "answered";
}
