import { variant, type Sent } from "./marshal.ts";
import type { Answer, ReceivedCall } from "./message.ts";
import type { Handler } from "./service.ts";

/** One unit of a stand-in for systemd; properties by interface and name, each with its signature. */
export interface FakeUnit {
  readonly name: string;
  readonly load?: string;
  readonly active?: string;
  readonly properties?: Readonly<Record<string, readonly [signature: string, value: Sent]>>;
}

/** Answers like systemd's manager; `manager` holds the manager's properties. */
export function fakeSystemd(manager: Readonly<Record<string, string>>, units: readonly FakeUnit[]): Handler {
  const byPath = new Map(units.map((unit) => [pathOf(unit), unit]));
  return (call) => {
    if (call.member === "ListUnits") return listUnits(units);
    if (call.member !== "Get") return { error: "org.freedesktop.DBus.Error.UnknownMethod" };
    const [ofInterface = "", name = ""] = call.body.map(String);
    if (call.path === "/org/freedesktop/systemd1") return managerProperty(manager, ofInterface, name);
    return unitProperty(byPath.get(call.path), ofInterface, name);
  };
}

function listUnits(units: readonly FakeUnit[]): Answer {
  const rows = units.map((unit) => [
    unit.name,
    `The ${unit.name}`,
    unit.load ?? "loaded",
    unit.active ?? "active",
    "running",
    "",
    pathOf(unit),
    0,
    "",
    "/",
  ]);
  return { signature: "a(ssssssouso)", values: [rows] };
}

function managerProperty(manager: Readonly<Record<string, string>>, ofInterface: string, name: string): Answer {
  const value = ofInterface === "org.freedesktop.systemd1.Manager" ? manager[name] : undefined;
  return value === undefined ? UNKNOWN : { signature: "v", values: [variant("s", value)] };
}

function unitProperty(unit: FakeUnit | undefined, ofInterface: string, name: string): Answer {
  const property = unit?.properties?.[`${ofInterface.replace("org.freedesktop.systemd1.", "")}.${name}`];
  return property === undefined ? UNKNOWN : { signature: "v", values: [variant(property[0], property[1])] };
}

const UNKNOWN: Answer = { error: "org.freedesktop.DBus.Error.UnknownProperty" };

/** Every character but letters and figures is written as `_` and its code. */
function pathOf({ name }: FakeUnit): string {
  const escaped = name.replace(/[^A-Za-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
  return `/org/freedesktop/systemd1/unit/${escaped}`;
}

export interface FakeSession {
  readonly id: string;
  readonly seat: string;
  /** Undefined for a session that has just ended. */
  readonly kind: readonly [remote: boolean, type: string, ofClass: string] | undefined;
}

/** Answers like logind's manager. */
export function fakeLogind(seats: readonly string[], sessions: readonly FakeSession[]): Handler {
  return (call) => {
    if (call.member === "ListSeats")
      return { signature: "a(so)", values: [seats.map((seat) => [seat, `/org/freedesktop/login1/seat/${seat}`])] };
    if (call.member === "ListSessions")
      return {
        signature: "a(susso)",
        values: [sessions.map(({ id, seat }) => [id, 1000, "someone", seat, sessionPath(id)])],
      };
    return sessionProperty(sessions, call);
  };
}

function sessionProperty(sessions: readonly FakeSession[], call: ReceivedCall): Answer {
  const kind = sessions.find(({ id }) => sessionPath(id) === call.path)?.kind;
  if (kind === undefined) return { error: "org.freedesktop.DBus.Error.UnknownObject" };
  const [remote, type, ofClass] = kind;
  const values: Readonly<Record<string, Sent>> = {
    Remote: variant("b", remote),
    Type: variant("s", type),
    Class: variant("s", ofClass),
  };
  return { signature: "v", values: [values[String(call.body[1])] ?? variant("s", "")] };
}

function sessionPath(id: string): string {
  return `/org/freedesktop/login1/session/${id}`;
}
