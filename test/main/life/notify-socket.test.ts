import { expect, test } from "vitest";
import { socketAddress } from "../../../src/main/life/notify-socket.ts";

test("an address is a path with its closing zero byte, or an abstract name without", () => {
  expect(socketAddress("/run/x")).toEqual(Buffer.from("\x01\0/run/x\0"));
  expect(socketAddress("@x/y")).toEqual(Buffer.from("\x01\0\0x/y"));
});

test.each(["", "/", "@", "vsock:2:1234", "run/x"])("%j is no address", (text) => {
  expect(socketAddress(text)).toBeUndefined();
});
