import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { type Errnos, MISSING, NOT_SUPPORTED } from "./kit/errnos.ts";
import { familiesIn, gauge, openGauge } from "./kit/family.ts";
import { namePair } from "./kit/name-pair.ts";
import type { Directory, Tree } from "./kit/host.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseInteger } from "./parsers/sysfs/number.ts";
import { POWER_SUPPLY_NUMBERS, POWER_SUPPLY_TEXTS } from "./parsers/sysfs/power_supply.ts";

const info = openGauge("node_power_supply_info", "Properties of the power supply as labels; always 1.");

const numbers = POWER_SUPPLY_NUMBERS.map(({ attribute, name, divide, help }) => ({
  attribute,
  divide,
  family: gauge(`node_power_supply_${name}`, help, "power_supply"),
}));

const FOLDER = "class/power_supply";

/** Drivers list attributes that a particular device has not got. */
const TOLERATED: Errnos = new Set([...MISSING, ...NOT_SUPPORTED, "ENODEV"]);

const names = namePair({
  what: "power supplies",
  exclude: { flag: "collector.powersupply.ignored-supplies", default: "^$" },
  isAppliedEmpty: true,
});

export default defineCollector({
  name: "powersupplyclass",
  summary: "Batteries and mains adapters from /sys/class/power_supply.",
  enabledByDefault: true,
  families: [info, ...familiesIn(numbers)],
  sources: [sysfs("class/power_supply/**"), kernelOption("CONFIG_POWER_SUPPLY")],
  flags: {
    ...names.flags,
  },
  create(context) {
    const { skip } = context;
    const { sys } = context.host;
    const ignored = names.ignored(context);
    return (emit) => {
      const supplies = sys.listIf(FOLDER) ?? (sys.exists("") ? undefined : sys.list(FOLDER));
      if (supplies === undefined) return absent(FOLDER);
      eachDevice(
        supplies.filter((name) => !ignored(name)),
        (name) => sys.exists(`${FOLDER}/${name}`),
        (name) => emitSupply(emit, sys, name),
        skip,
      );
      return undefined;
    };
  },
});

function emitSupply(emit: Emit, sys: Tree, supply: string): void {
  const path = `${FOLDER}/${supply}`;
  const present = new Set(sys.entries(path).flatMap(({ name, kind }) => (kind === "file" ? [name] : [])));
  const directory = sys.directory(path);
  emitNumbers(emit, directory, supply, present);
  emitInfo(emit, directory, supply, present);
}

function emitNumbers(emit: Emit, directory: Directory, supply: string, present: ReadonlySet<string>): void {
  for (const { attribute, divide, family } of numbers) {
    const value = present.has(attribute) ? directory.parsedIf(attribute, parseInteger, TOLERATED) : undefined;
    if (value !== undefined) emit(family, value / divide, supply);
  }
}

function emitInfo(emit: Emit, directory: Directory, supply: string, present: ReadonlySet<string>): void {
  const names = ["power_supply"];
  const values = [supply];
  for (const attribute of POWER_SUPPLY_TEXTS) {
    const text = present.has(attribute) ? directory.attributeIf(attribute, TOLERATED) : undefined;
    if (text === undefined || text === "") continue;
    names.push(attribute);
    values.push(text);
  }
  emit.pairs(info, 1, names, values);
}
