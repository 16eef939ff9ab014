import { parseBusAddress } from "./address.ts";
import { openBus, type Bus } from "./connection.ts";
import type { Value } from "../../parsers/dbus/values.ts";

const USUAL_ADDRESS = "unix:path=/var/run/dbus/system_bus_socket";

/** Connects to the system bus, at `DBUS_SYSTEM_BUS_ADDRESS` where that is set; the first socket that lets us in is taken. */
export async function openSystemBus(deadline: number): Promise<Bus> {
  let failure: unknown;
  for (const socket of parseBusAddress(process.env["DBUS_SYSTEM_BUS_ADDRESS"] ?? USUAL_ADDRESS)) {
    try {
      return await openBus(socket, deadline, true);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** One property of an object. Throws a BusError when the object has it not. */
export async function getProperty(
  bus: Bus,
  destination: string,
  path: string,
  ofInterface: string,
  name: string,
): Promise<Value> {
  const [value = ""] = await bus.call({
    destination,
    path,
    interface: "org.freedesktop.DBus.Properties",
    member: "Get",
    strings: [ofInterface, name],
  });
  return value;
}
