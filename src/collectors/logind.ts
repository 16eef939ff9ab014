import { BusError, type Bus } from "./kernel/dbus/connection.ts";
import { createPatience } from "./kernel/dbus/patience.ts";
import { getProperty, openSystemBus } from "./kernel/dbus/system-bus.ts";
import { defineCollector, type Emit } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { bus } from "./kit/sources.ts";
import { parseSeats, parseSessions, type Session } from "./logind/sessions.ts";
import type { Skip } from "./parsers/skip.ts";

const sessions = gauge(
  "node_logind_sessions",
  "Sessions of users that are logged in.",
  "seat",
  "remote",
  "type",
  "class",
);

const SERVICE = "org.freedesktop.login1";
const OBJECT = "/org/freedesktop/login1";

/** Whatever else logind may call a session counts as `other`. */
const TYPES = ["other", "unspecified", "tty", "x11", "wayland", "mir", "web"];
const CLASSES = ["other", "user", "greeter", "lock-screen", "background"];

/** A session without a seat, such as one by SSH. */
const NO_SEAT = "";

export default defineCollector({
  name: "logind",
  summary: "Sessions of systemd-logind, from the system bus.",
  enabledByDefault: false,
  families: [sessions],
  sources: [bus("org.freedesktop.login1")],
  flags: {},
  create({ skip }) {
    const patience = createPatience();
    return async (emit, { deadline }) => patience(() => update(emit, deadline, skip));
  },
});

async function update(emit: Emit, deadline: number, skip: Skip): Promise<void> {
  const bus = await openSystemBus(deadline);
  try {
    const [seats, found] = await Promise.all([call(bus, "ListSeats"), call(bus, "ListSessions")]);
    const kinds = await Promise.all(parseSessions(found, skip).map((session) => kindOf(bus, session)));
    emitCounts(emit, [...parseSeats(seats, skip), NO_SEAT], kinds);
  } finally {
    bus.close();
  }
}

function call(bus: Bus, member: string) {
  return bus.call({ destination: SERVICE, path: OBJECT, interface: `${SERVICE}.Manager`, member, strings: [] });
}

/** Label values of a session; undefined when it ended meanwhile. */
async function kindOf(bus: Bus, session: Session): Promise<string | undefined> {
  try {
    const [remote, type, ofClass] = await Promise.all(
      ["Remote", "Type", "Class"].map((name) => getProperty(bus, SERVICE, session.path, `${SERVICE}.Session`, name)),
    );
    return keyOf(session.seat, String(remote), known(TYPES, String(type)), known(CLASSES, String(ofClass)));
  } catch (error) {
    if (error instanceof BusError) return undefined;
    throw error;
  }
}

function known(names: readonly string[], name: string): string {
  return names.includes(name) ? name : "other";
}

/** Every combination is shown, so that none comes and goes with its sessions. */
function emitCounts(emit: Emit, seats: readonly string[], kinds: readonly (string | undefined)[]): void {
  const counts = new Map<string | undefined, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const seat of new Set(seats))
    for (const remote of ["false", "true"])
      for (const type of TYPES)
        for (const ofClass of CLASSES)
          emit(sessions, counts.get(keyOf(seat, remote, type, ofClass)) ?? 0, seat, remote, type, ofClass);
}

function keyOf(seat: string, remote: string, type: string, ofClass: string): string {
  return `${seat}\n${remote}\n${type}\n${ofClass}`;
}
