import { expect, test } from "vitest";
import { inUseParser } from "../../../src/collectors/procfs/sockets_in_use.ts";

const SOCKSTAT = Buffer.from(`sockets: used 201
TCP: inuse 12 orphan 0 tw 3 alloc 14 mem 2
UDP: inuse 5 mem 1
UDPLITE: inuse 9
`);

test("tells how many sockets of a protocol there are", () => {
  expect(inUseParser("UDP")(SOCKSTAT)).toBe(5);
  expect(inUseParser("UDPLITE")(SOCKSTAT)).toBe(9);
  expect(inUseParser("UDP6")(Buffer.from("TCP6: inuse 1\nUDP6: inuse 0\n"))).toBe(0);
});

test.each(["", "UDP6: inuse 3\n", "XUDP: inuse 3\n", "UDP: mem 3\n", "UDP: inuse \n"])(
  "what does not tell is undefined: %j",
  (text) => {
    expect(inUseParser("UDP")(Buffer.from(text))).toBeUndefined();
  },
);
