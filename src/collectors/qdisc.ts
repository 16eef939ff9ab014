import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineCollector, type Emit } from "./kit/define.ts";
import { namePair } from "./kit/name-pair.ts";
import { counter, gauge } from "./kit/family.ts";
import type { Native } from "./kit/host.ts";
import { requestAll } from "./kernel/netlink/dump.ts";
import { NETLINK_ROUTE } from "./parsers/netlink/message.ts";
import {
  parseQdisc,
  qdiscDumpRequest,
  type QdiscStatistics,
  RTM_NEWQDISC,
  TC_H_ROOT,
} from "./parsers/netlink/qdisc.ts";
import { parseQdiscFixtures } from "./parsers/netlink/qdisc_fixtures.ts";
import { interfaceNames } from "./kernel/interface-names.ts";
import { netlink, systemCall } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";

const bytes = counter("node_qdisc_bytes_total", "Bytes sent by the queueing discipline.", "device", "kind");
const packets = counter("node_qdisc_packets_total", "Packets sent by the queueing discipline.", "device", "kind");
const drops = counter("node_qdisc_drops_total", "Packets dropped by the queueing discipline.", "device", "kind");
const requeues = counter("node_qdisc_requeues_total", "Packets requeued.", "device", "kind");
const overlimits = counter("node_qdisc_overlimits_total", "Packets delayed by the rate limit.", "device", "kind");
const queueLength = gauge("node_qdisc_current_queue_length", "Packets waiting in the queue.", "device", "kind");
const backlog = gauge("node_qdisc_backlog", "Bytes waiting in the queue.", "device", "kind");

const devices = namePair({
  what: "interfaces",
  include: { flag: "collector.qdisc.device-include", old: "collector.qdisk.device-include" },
  exclude: { flag: "collector.qdisc.device-exclude", old: "collector.qdisk.device-exclude" },
  isExclusive: true,
});

export default defineCollector({
  name: "qdisc",
  summary: "Root queueing disciplines of the interfaces, from netlink.",
  enabledByDefault: false,
  families: [bytes, packets, drops, requeues, overlimits, queueLength, backlog],
  sources: [netlink("route"), systemCall("ioctl(SIOCGIFNAME)")],
  flags: {
    "collector.qdisc.fixtures": {
      type: "string",
      default: "",
      help: "Directory with results.json to show instead of this host's queueing disciplines, for tests.",
    },
    ...devices.flags,
  },
  create(context) {
    const { host, flags } = context;
    const ignored = devices.ignored(context);
    const fixtures = flags["collector.qdisc.fixtures"];
    const read = fixtures === "" ? netlinkReader(host.native) : () => readFixtures(fixtures, context.skip);
    return (emit) => {
      for (const row of read()) if (isRoot(row) && !ignored(row.device)) emitRow(emit, row);
    };
  },
});

type Row = QdiscStatistics & { readonly device: string };

function emitRow(emit: Emit, row: Row): void {
  const { device, kind } = row;
  emit(bytes, row.bytes, device, kind);
  emit(packets, row.packets, device, kind);
  emit(drops, row.drops, device, kind);
  emit(requeues, row.requeues, device, kind);
  emit(overlimits, row.overlimits, device, kind);
  emit(queueLength, row.queueLength, device, kind);
  emit(backlog, row.backlog, device, kind);
}

function isRoot({ parent }: Row): boolean {
  return parent === 0 || parent === TC_H_ROOT;
}

/** Interfaces that went away since the dump are left out. */
function netlinkReader(native: Native): () => readonly Row[] {
  const request = qdiscDumpRequest();
  const names = interfaceNames(native);
  return () => {
    const nameOf = names();
    return requestAll(native, NETLINK_ROUTE, request, RTM_NEWQDISC, parseQdisc).flatMap((qdisc) => {
      const device = nameOf(qdisc.interfaceIndex);
      return device === undefined ? [] : [{ ...qdisc, device }];
    });
  };
}

function readFixtures(folder: string, skip: Skip): readonly Row[] {
  const path = join(folder, "results.json");
  return parseQdiscFixtures(readFileSync(path), path, skip);
}
