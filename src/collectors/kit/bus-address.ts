import { ParseError } from "./errors.ts";

/** One of them is a link to the other on a host; a container may have either. */
const USUAL_ADDRESS = "unix:path=/var/run/dbus/system_bus_socket;unix:path=/run/dbus/system_bus_socket";

/** Paths of the sockets of the system's D-Bus, by `DBUS_SYSTEM_BUS_ADDRESS` where that is set. Throws ParseError. */
export function systemBusSockets(): readonly string[] {
  return parseBusAddress(process.env["DBUS_SYSTEM_BUS_ADDRESS"] ?? USUAL_ADDRESS);
}

/** Paths of the Unix sockets in a D-Bus server address, in order; a leading NUL marks an abstract one. Other transports are left out. */
export function parseBusAddress(address: string): readonly string[] {
  const sockets = address.split(";").flatMap((entry) => socketOf(entry));
  if (sockets.length === 0)
    throw new ParseError(`${JSON.stringify(address)} is not the address of a bus on a Unix socket`);
  return sockets;
}

function socketOf(entry: string): readonly string[] {
  if (!entry.startsWith("unix:")) return [];
  const keys = new Map(entry.slice("unix:".length).split(",").map(keyAndValue));
  const path = keys.get("path");
  if (path !== undefined) return [path];
  const name = keys.get("abstract");
  return name === undefined ? [] : [`\0${name}`];
}

function keyAndValue(pair: string): [key: string, value: string] {
  const equals = pair.indexOf("=");
  return [pair.slice(0, Math.max(equals, 0)), unescape(pair.slice(equals + 1))];
}

/** Bytes may be written as `%2f`. */
function unescape(text: string): string {
  return Buffer.from(
    text.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    "latin1",
  ).toString();
}
