import { defineCollector, type Emit } from "./kit/define.ts";
import { BusError } from "./kernel/dbus/connection.ts";
import { createPatience } from "./kernel/dbus/patience.ts";
import { familiesIn } from "./kit/family.ts";
import { namePair } from "./kit/name-pair.ts";
import { bus, hostFile } from "./kit/sources.ts";
import * as families from "./systemd/families.ts";
import { openManager, type Manager } from "./systemd/manager.ts";
import { readUnit, STATES, type Wanted } from "./systemd/unit-samples.ts";
import { parseVersion, type Unit } from "./systemd/units.ts";

const names = namePair({
  what: "units",
  include: { flag: "collector.systemd.unit-include", default: ".+", old: "collector.systemd.unit-whitelist" },
  exclude: {
    flag: "collector.systemd.unit-exclude",
    default: ".+\\.(automount|device|mount|scope|slice)",
    old: "collector.systemd.unit-blacklist",
  },
  isWhole: true,
});

/** Since version 212 timers report when they elapsed, and the manager reports whether all is well. */
const WITH_TIMERS = 212;

export default defineCollector({
  name: "systemd",
  summary: "Units of systemd and their states, from the system bus.",
  enabledByDefault: false,
  families: familiesIn(families),
  sources: [bus("org.freedesktop.systemd1"), hostFile("/run/systemd/private")],
  flags: {
    ...names.flags,
    "collector.systemd.private": {
      type: "bool",
      default: false,
      help: "Use systemd's private socket instead of the system bus; for root only.",
      hidden: true,
    },
    "collector.systemd.enable-task-metrics": {
      type: "bool",
      default: false,
      help: "Show how many tasks services have.",
    },
    "collector.systemd.enable-restarts-metrics": {
      type: "bool",
      default: false,
      help: "Show how often services were restarted.",
    },
    "collector.systemd.enable-start-time-metrics": {
      type: "bool",
      default: false,
      help: "Show when units were started.",
    },
  },
  create(context) {
    const { flags } = context;
    const ignored = names.ignored(context);
    const isShown = ({ name, loadState }: Unit) => loadState === "loaded" && !ignored(name);
    const patience = createPatience();
    return async (emit, { deadline }) =>
      patience(async () => {
        const manager = await openManager(deadline, flags["collector.systemd.private"], context.skip);
        try {
          await update(emit, manager, isShown, (version) => ({
            restarts: flags["collector.systemd.enable-restarts-metrics"],
            startTimes: flags["collector.systemd.enable-start-time-metrics"],
            tasks: flags["collector.systemd.enable-task-metrics"],
            timers: version >= WITH_TIMERS,
          }));
        } finally {
          manager.close();
        }
      });
  },
});

async function update(
  emit: Emit,
  manager: Manager,
  isShown: (unit: Unit) => boolean,
  wantedOf: (version: number) => Wanted,
): Promise<void> {
  const full = (await managerProperty(manager, "Version")) ?? "";
  const version = parseVersion(full);
  emit(families.version, version, full);
  const virtualization = await managerProperty(manager, "Virtualization");
  emit(families.virtualization, 1, virtualization === "" ? "none" : (virtualization ?? "unknown"));
  const units = await manager.listUnits();
  emitSummary(emit, units);
  const wanted = wantedOf(version);
  const samples = await Promise.all(units.filter(isShown).map((unit) => readUnit(manager, unit, wanted)));
  for (const emitUnit of samples) emitUnit(emit);
  if (version < WITH_TIMERS) return;
  emit(families.systemRunning, Number((await manager.property("SystemState")) === "running"));
}

/** Undefined where the manager answers with an error. */
async function managerProperty(manager: Manager, name: string): Promise<string | undefined> {
  try {
    return await manager.property(name);
  } catch (error) {
    if (error instanceof BusError) return undefined;
    throw error;
  }
}

function emitSummary(emit: Emit, units: readonly Unit[]): void {
  const counts = new Map<string, number>(STATES.map((state) => [state, 0]));
  for (const { activeState } of units) counts.set(activeState, (counts.get(activeState) ?? 0) + 1);
  for (const [state, count] of counts) emit(families.units, count, state);
}
