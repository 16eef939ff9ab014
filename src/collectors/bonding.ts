import { defineCollector } from "./kit/define.ts";
import { isNotExist } from "./kit/errors.ts";
import { gauge } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { noDataIf, orNoData } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";

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
  create({ host: { sys } }) {
    const list = sys.file("class/net/bonding_masters", words);
    return (emit) => {
      const names = list.tryRead();
      if (names instanceof Error) return noDataIf(isNotExist, names);
      // All are read before anything is emitted: one missing file means no data at all.
      const masters = orNoData(isNotExist, () => names.map((master) => readMaster(sys, master)));
      if (masters instanceof Error) return masters;
      for (const { master, total, up } of masters) {
        emit(slaves, total, master);
        emit(active, up, master);
      }
      return undefined;
    };
  },
});

interface Master {
  readonly master: string;
  readonly total: number;
  readonly up: number;
}

function readMaster(sys: Tree, master: string): Master {
  const names = words(sys.read(`class/net/${master}/bonding/slaves`));
  const up = names.filter((slave) => linkStatus(sys, master, slave) === "up").length;
  return { master, total: names.length, up };
}

/** Linux before 3.13 names the folder slave_ instead of lower_. */
function linkStatus(sys: Tree, master: string, slave: string): string {
  const current = sys.attributeIf(`class/net/${master}/lower_${slave}/bonding_slave/mii_status`);
  return current ?? sys.attribute(`class/net/${master}/slave_${slave}/bonding_slave/mii_status`);
}

function words(bytes: Buffer): string[] {
  return bytes.toString().split(/\s+/).filter(Boolean);
}
