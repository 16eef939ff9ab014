import type { MetricType } from "../../../collectors/kit/family.ts";
import type { MatchedSeries } from "./match.ts";

/** Families with a series for every state that something happens to be in. */
const STATES = /^node_(tcp_connection_states|processes_(threads_)?state)$/;

/** Families whose values always change; there is nothing to compare. */
const MOMENTARY: readonly RegExp[] = [
  /^node_procs_(running|blocked)$/,
  /^node_disk_io_now$/,
  /^node_(sockstat|processes|tcp_connection_states|udp_queues|entropy|slabinfo)/,
  /^node_netstat_\w+_CurrEstab$/,
  /^node_softnet_backlog_len$/,
  /^node_buddyinfo_blocks$/,
  /^node_memory_(numa_)?(Dirty|Writeback)/,
  /^node_(vmstat|zoneinfo)_nr_(dirty|writeback|isolated|free_pages)/,
  /^node_cpu(_scaling)?_frequency_(avg_)?hertz$/,
  /^node_cpu_info$/,
  /^node_timex_(offset_seconds|frequency_adjustment_ratio|pps_)/,
  /^node_qdisc_(backlog|current_queue_length)$/,
  // Counted from the start of the exporter.
  /^node_perf_/,
];

/** A gauge that moves may be off by this many times its own movement. */
const MOVEMENT = 3;

/** True for families whose series appear and disappear all the time. */
export function comesAndGoes(family: string): boolean {
  return STATES.test(family);
}

/** True for families whose values at one moment show nothing about those at another. */
export function isMomentary(family: string): boolean {
  return MOMENTARY.some((pattern) => pattern.test(family));
}

/**
 * Whether the time between the three readings explains the values: a counter of the other exporter is between those that
 * were read before and after it, a gauge near them. `tolerance`: relative to the value, for gauges.
 */
export function isExplained(
  type: MetricType,
  { series, peer, before, after }: MatchedSeries,
  tolerance: number,
): boolean {
  const own = [before, after].filter((value) => value !== undefined);
  if (own.some((value) => value === peer || (Number.isNaN(value) && Number.isNaN(peer)))) return true;
  const least = Math.min(...own);
  const most = Math.max(...own);
  if (isCounter(type, series)) return (before === undefined || peer >= least) && (after === undefined || peer <= most);
  const slack = Math.max(Math.abs(least), Math.abs(most)) * tolerance + (most - least) * MOVEMENT;
  return peer >= least - slack && peer <= most + slack;
}

/** Counts and sums of histograms and summaries grow like counters. */
function isCounter(type: MetricType, series: string): boolean {
  if (type === "counter" || type === "histogram") return true;
  return type === "summary" && /_(count|sum)(\{|$)/.test(series);
}
