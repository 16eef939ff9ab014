import { BusError, BusSilence, openBus, type Bus } from "../kernel/dbus/connection.ts";
import { getProperty, openSystemBus } from "../kernel/dbus/system-bus.ts";
import type { Value } from "../parsers/dbus/values.ts";
import type { Skip } from "../parsers/skip.ts";
import { parseUnits, type Unit } from "./units.ts";

/** Interfaces of a unit's object beside the common one. */
type UnitInterface = "Unit" | "Service" | "Mount" | "Timer" | "Socket";

/** systemd's service manager, reached for one scrape. */
export interface Manager {
  /** A property of the manager as text. Throws a BusError when it has it not. */
  property(name: string): Promise<string>;
  listUnits(): Promise<readonly Unit[]>;
  /** A property of a unit; undefined when it has it not, or the unit is gone. */
  unitProperty(unit: Unit, ofInterface: UnitInterface, name: string): Promise<Value | undefined>;
  close(): void;
}

const SERVICE = "org.freedesktop.systemd1";
const OBJECT = "/org/freedesktop/systemd1";

/** systemd's own socket, for root only; it works while the bus does not. */
const PRIVATE_SOCKET = "/run/systemd/private";

/** Connects by the system bus, and by systemd's own socket where that fails or `isPrivate` asks for it. */
export async function openManager(deadline: number, isPrivate: boolean, skip: Skip): Promise<Manager> {
  return managerOn(await open(deadline, isPrivate), skip);
}

async function open(deadline: number, isPrivate: boolean): Promise<Bus> {
  if (isPrivate) return openBus(PRIVATE_SOCKET, deadline, false);
  try {
    return await openSystemBus(deadline);
  } catch (error) {
    // Who waits for a silent bus has no time left for the way around it.
    if (process.geteuid?.() !== 0 || error instanceof BusSilence) throw error;
    return openPrivateInstead(deadline, error);
  }
}

/** The reason why the bus could not be reached says more than that of the way around it. */
async function openPrivateInstead(deadline: number, why: unknown): Promise<Bus> {
  try {
    return await openBus(PRIVATE_SOCKET, deadline, false);
  } catch {
    throw why;
  }
}

function managerOn(bus: Bus, skip: Skip): Manager {
  return {
    property: async (name) => String(await getProperty(bus, SERVICE, OBJECT, `${SERVICE}.Manager`, name)),
    listUnits: async () =>
      parseUnits(
        await bus.call({
          destination: SERVICE,
          path: OBJECT,
          interface: `${SERVICE}.Manager`,
          member: "ListUnits",
          strings: [],
        }),
        skip,
      ),
    unitProperty: (unit, ofInterface, name) =>
      unlessBusError(getProperty(bus, SERVICE, unit.path, `${SERVICE}.${ofInterface}`, name)),
    close: () => bus.close(),
  };
}

/** Undefined where the service answers with an error; a failure of the bus is passed on. */
async function unlessBusError<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof BusError) return undefined;
    throw error;
  }
}
