import { cpuGroups, cpuGroupSources } from "./kernel/cpu-groups.ts";
import { cpuLabel } from "./kit/cpu-label.ts";
import { defineCollector } from "./kit/define.ts";
import { counter, gauge } from "./kit/family.ts";
import { procfs } from "./kit/sources.ts";
import { parseSoftnetStat } from "./parsers/procfs/softnet_stat.ts";
import { GROUP_COUNTERS, GROUP_FAMILIES, updateGroups } from "./softnet/groups.ts";

const processed = counter("node_softnet_processed_total", "Packets taken from the backlog queue.", "cpu");
const dropped = counter("node_softnet_dropped_total", "Packets dropped because the backlog queue was full.", "cpu");
const squeezed = counter("node_softnet_times_squeezed_total", "Times that polling ended with packets left.", "cpu");
const collisions = counter("node_softnet_cpu_collision_total", "Collisions on the device lock while sending.", "cpu");
const receivedRps = counter(
  "node_softnet_received_rps_total",
  "Wake-ups of this CPU by receive packet steering.",
  "cpu",
);
const flowLimit = counter("node_softnet_flow_limit_count_total", "Packets dropped by the flow limit.", "cpu");
const backlog = gauge("node_softnet_backlog_len", "Packets waiting in the backlog queue.", "cpu");

export default defineCollector({
  name: "softnet",
  summary: "Packet backlog statistics from /proc/net/softnet_stat.",
  enabledByDefault: true,
  families: [processed, dropped, squeezed, collisions, receivedRps, flowLimit, backlog, ...GROUP_FAMILIES],
  sources: [procfs("net/softnet_stat"), ...cpuGroupSources(...GROUP_FAMILIES)],
  groupCounters: GROUP_COUNTERS,
  flags: {},
  create(context) {
    const { host } = context;
    const groups = cpuGroups(context);
    if (groups !== undefined) return updateGroups(context, groups);
    const file = host.proc.file("net/softnet_stat", parseSoftnetStat);
    return (emit) => {
      for (const row of file.read()) {
        const cpu = cpuLabel(row.cpu);
        emit(processed, row.processed, cpu);
        emit(dropped, row.dropped, cpu);
        emit(squeezed, row.timeSqueezed, cpu);
        emit(collisions, row.cpuCollision, cpu);
        emit(receivedRps, row.receivedRps ?? 0, cpu);
        emit(flowLimit, row.flowLimitCount ?? 0, cpu);
        emit(backlog, row.backlogLength ?? 0, cpu);
      }
    };
  },
});
