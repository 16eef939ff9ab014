import { expect, test } from "vitest";
import { TcpSockets } from "../../../../src/collectors/parsers/netlink/sock_diag.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { header } from "./builder.ts";

const socket = (state: number, receive: number, transmit: number) =>
  header(72, { 0: [1, 2], 1: [1, state], 56: [4, receive], 60: [4, transmit] });

test("counts sockets by state and sums both queues; a new dump starts at nothing", () => {
  const sockets = new TcpSockets();
  for (let scrape = 0; scrape < 2; scrape++) {
    sockets.begin();
    for (const message of [socket(1, 5, 6), socket(10, 7, 128), socket(1, 0, 0)]) feed(sockets, message);
    expect(sockets.sockets).toBe(3);
    expect([...sockets.states]).toEqual([0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    expect([sockets.receiveQueued, sockets.transmitQueued]).toEqual([12, 134]);
  }
});

test("a short message is an error", () => {
  expect(() => feed(new TcpSockets(), Buffer.alloc(71))).toThrow("sock_diag: message of 71 bytes is too short");
});

test("survives garbage", () => {
  parserSurvivesGarbage((bytes) => feed(new TcpSockets(), bytes), socket(1, 2, 3));
});

function feed(sockets: TcpSockets, message: Buffer): void {
  sockets.message(20, message, 0, message.length);
}
