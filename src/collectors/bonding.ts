import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { gauge } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";
import { parseInterfaceNames } from "./parsers/sysfs/bonding.ts";

const slaves = gauge("node_bonding_slaves", "Slave interfaces of the bonding interface.", "master");
const active = gauge("node_bonding_active", "Slave interfaces of the bonding interface whose link is up.", "master");

export default defineCollector({
  name: "bonding",
  summary: "Bonding interfaces and the state of their slaves from sysfs.",
  enabledByDefault: true,
  families: [slaves, active],
  sources: [
    sysfs("class/net/bonding_masters"),
    sysfs("class/net/*/bonding/slaves"),
    sysfs("class/net/*/*/bonding_slave/mii_status", active),
    kernelOption("CONFIG_BONDING"),
  ],
  flags: {},
  create({ host: { sys }, skip }) {
    const list = sys.file("class/net/bonding_masters", parseInterfaceNames);
    return (emit) => {
      const names = list.readIf();
      if (names === undefined) return absent("class/net/bonding_masters");
      eachDevice(
        names,
        (master) => sys.exists(`class/net/${master}`),
        (master) => emitMaster(emit, sys, master, skip),
        skip,
      );
      return undefined;
    };
  },
});

function emitMaster(emit: Emit, sys: Tree, master: string, skip: Skip): void {
  const file = `class/net/${master}/bonding/slaves`;
  const names = parseInterfaceNames(sys.read(file), sys.resolve(file), skip);
  emit(slaves, names.length, master);
  emit(active, names.filter((slave) => linkStatus(sys, master, slave) === "up").length, master);
}

/** Undefined for a member that has left meanwhile. Linux before 3.13 names the directory slave_ instead of lower_. */
function linkStatus(sys: Tree, master: string, slave: string): string | undefined {
  const status = (link: string) => {
    const member = `class/net/${master}/${link}_${slave}`;
    return sys.exists(member) ? sys.attributeIf(`${member}/bonding_slave/mii_status`) : undefined;
  };
  return status("lower") ?? status("slave");
}
