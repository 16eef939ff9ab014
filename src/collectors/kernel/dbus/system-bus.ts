import { systemBusSockets } from "../../kit/bus-address.ts";
import { openBus, type Bus } from "./connection.ts";
import type { Value } from "../../parsers/dbus/values.ts";

/** Connects to the system bus; the first socket that lets us in is taken. */
export async function openSystemBus(deadline: number): Promise<Bus> {
  let failure: unknown;
  for (const socket of systemBusSockets()) {
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
