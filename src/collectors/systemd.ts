import { defineCollector, type Emit } from "./kit/define.ts";
import { BusError } from "./kernel/dbus/connection.ts";
import { createPatience } from "./kernel/dbus/patience.ts";
import { ConfigurationError } from "./kit/errors.ts";
import { compilePattern, type NameTest } from "./kit/filter.ts";
import * as families from "./systemd/families.ts";
import { openManager, type Manager } from "./systemd/manager.ts";
import { readUnit, STATES, type Wanted } from "./systemd/unit-samples.ts";
import { parseVersion, type Unit } from "./systemd/units.ts";

const INCLUDE = "collector.systemd.unit-include";
const EXCLUDE = "collector.systemd.unit-exclude";
const OLD_INCLUDE = "collector.systemd.unit-whitelist";
const OLD_EXCLUDE = "collector.systemd.unit-blacklist";

/** Since version 212 timers tell when they elapsed, and the manager tells whether all is well. */
const WITH_TIMERS = 212;

export default defineCollector({
  name: "systemd",
  summary: "Units of systemd and their states, asked for on the system bus.",
  enabledByDefault: false,
  flags: {
    [INCLUDE]: {
      type: "string",
      default: ".+",
      help: "Regular expression of units to show; it has to match the whole name.",
    },
    [OLD_INCLUDE]: { type: "string", default: "", help: "Old name of --collector.systemd.unit-include.", hidden: true },
    [EXCLUDE]: {
      type: "string",
      default: ".+\\.(automount|device|mount|scope|slice)",
      help: "Regular expression of units to leave out; it has to match the whole name.",
    },
    [OLD_EXCLUDE]: { type: "string", default: "", help: "Old name of --collector.systemd.unit-exclude.", hidden: true },
    "collector.systemd.private": {
      type: "bool",
      default: false,
      help: "Ask systemd by its own socket instead of the system bus; for root only.",
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
    const pattern = (name: typeof INCLUDE | typeof EXCLUDE, old: typeof OLD_INCLUDE | typeof OLD_EXCLUDE): NameTest => {
      if (flags[old] === "") return compilePattern(name, `^(?:${flags[name]})$`);
      if (context.given(name)) throw new ConfigurationError(`--${old} and --${name} are mutually exclusive`);
      context.log("warn", `--${old} is deprecated, use --${name}`);
      return compilePattern(old, `^(?:${flags[old]})$`);
    };
    const included = pattern(INCLUDE, OLD_INCLUDE);
    const excluded = pattern(EXCLUDE, OLD_EXCLUDE);
    const isShown = ({ name, loadState }: Unit) => loadState === "loaded" && included(name) && !excluded(name);
    const patience = createPatience();
    return async (emit, { deadline }) =>
      patience(async () => {
        const manager = await openManager(deadline, flags["collector.systemd.private"]);
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
