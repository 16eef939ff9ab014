import type { Emit } from "../kit/define.ts";
import type { Family } from "../kit/family.ts";
import type { Value } from "../parsers/dbus/values.ts";
import * as families from "./families.ts";
import type { Manager } from "./manager.ts";
import type { Unit } from "./units.ts";

/** States that every unit and the summary show; others appear when a unit is in them. */
export const STATES = ["active", "activating", "deactivating", "inactive", "failed"] as const;

/** What costs further calls and is switched on by flags or needs a version. */
export interface Wanted {
  readonly restarts: boolean;
  readonly startTimes: boolean;
  readonly tasks: boolean;
  readonly timers: boolean;
}

const MICRO = 1e6;

/** A 64-bit number that stands for none. */
const NONE = 2 ** 64;

/** Asks for everything about a unit that is wanted, and returns what emits it once the answers are there. */
export async function readUnit(manager: Manager, unit: Unit, wanted: Wanted): Promise<(emit: Emit) => void> {
  const parts = await Promise.all(partsOf(manager, unit, wanted));
  return (emit) => {
    for (const part of parts) part(emit);
  };
}

type Part = (emit: Emit) => void;

function partsOf(manager: Manager, unit: Unit, wanted: Wanted): Promise<Part>[] {
  const parts = [readState(manager, unit)];
  if (wanted.startTimes) parts.push(readStartTime(manager, unit));
  if (unit.name.endsWith(".service")) {
    if (wanted.restarts) parts.push(readNumber(manager, unit, "Service", "NRestarts", families.restarts));
    if (wanted.tasks)
      parts.push(
        readNumber(manager, unit, "Service", "TasksCurrent", families.tasksCurrent),
        readNumber(manager, unit, "Service", "TasksMax", families.tasksMax),
      );
  } else if (unit.name.endsWith(".socket")) {
    parts.push(readSocket(manager, unit));
  } else if (unit.name.endsWith(".timer") && wanted.timers) {
    parts.push(readNumber(manager, unit, "Timer", "LastTriggerUSec", families.lastTrigger, MICRO));
  }
  return parts;
}

async function readState(manager: Manager, unit: Unit): Promise<Part> {
  const type = await typeOf(manager, unit);
  return (emit) => {
    for (const state of STATES) emit(families.unitState, Number(unit.activeState === state), unit.name, state, type);
  };
}

/** How a service is started, or what a mount has as its file system; empty for other units. */
async function typeOf(manager: Manager, unit: Unit): Promise<string> {
  const kind = unit.name.endsWith(".service") ? "Service" : unit.name.endsWith(".mount") ? "Mount" : undefined;
  const type = kind === undefined ? undefined : await manager.unitProperty(unit, kind, "Type");
  return typeof type === "string" ? type : "";
}

async function readStartTime(manager: Manager, unit: Unit): Promise<Part> {
  const isActive = unit.activeState === "active";
  const since = isActive ? await manager.unitProperty(unit, "Unit", "ActiveEnterTimestamp") : 0;
  return sample(families.startTime, unit, since, MICRO);
}

async function readNumber(
  manager: Manager,
  unit: Unit,
  ofInterface: "Service" | "Timer",
  property: string,
  family: Family<readonly ["name"]>,
  divide = 1,
): Promise<Part> {
  return sample(family, unit, await manager.unitProperty(unit, ofInterface, property), divide);
}

async function readSocket(manager: Manager, unit: Unit): Promise<Part> {
  const [accepted, current, refused] = await Promise.all(
    ["NAccepted", "NConnections", "NRefused"].map((name) => manager.unitProperty(unit, "Socket", name)),
  );
  return (emit) => {
    if (accepted === undefined) return;
    sample(families.socketAccepted, unit, accepted)(emit);
    if (current === undefined) return;
    sample(families.socketCurrent, unit, current)(emit);
    sample(families.socketRefused, unit, refused)(emit);
  };
}

/** Nothing where the unit has no such property, or its number stands for none. */
function sample(family: Family<readonly ["name"]>, unit: Unit, value: Value | undefined, divide = 1): Part {
  return (emit) => {
    if (typeof value === "number" && value < NONE) emit(family, value / divide, unit.name);
  };
}
