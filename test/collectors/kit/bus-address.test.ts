import { expect, test, vi } from "vitest";
import { parseBusAddress, systemBusSockets } from "../../../src/collectors/kit/bus-address.ts";
import { ParseError } from "../../../src/collectors/kit/errors.ts";

test.each([
  ["unix:path=/run/dbus/system_bus_socket", ["/run/dbus/system_bus_socket"]],
  ["unix:guid=0123,path=/a%20b%2fc%c3%a4", ["/a b/c\u00e4"]],
  ["unix:abstract=/tmp/dbus-1", ["\0/tmp/dbus-1"]],
  ["tcp:host=localhost,port=1;unix:path=/a;unix:path=/b", ["/a", "/b"]],
])("%j is %j", (address, sockets) => {
  expect(parseBusAddress(address)).toEqual(sockets);
});

test.each(["", "tcp:host=localhost,port=1", "unix:tmpdir=/tmp", "/run/bus", "unix:"])("%j is an error", (address) => {
  expect(() => parseBusAddress(address)).toThrow(ParseError);
});

test("either of the two usual paths will do", () => {
  vi.stubEnv("DBUS_SYSTEM_BUS_ADDRESS", undefined);
  expect(systemBusSockets()).toEqual(["/var/run/dbus/system_bus_socket", "/run/dbus/system_bus_socket"]);
});
