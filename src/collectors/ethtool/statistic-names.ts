import { type Family, sanitizeName, untyped } from "../kit/family.ts";
import type { NameTest } from "../kit/filter.ts";
import type { DriverStatistic } from "../kernel/ethtool.ts";

type DeviceFamily = Family<readonly ["device"]>;

/** Statistics that most drivers have, under names of their own. */
const COMMON = new Map([
  ["rx_bytes", "received_bytes_total"],
  ["rx_dropped", "received_dropped_total"],
  ["rx_errors", "received_errors_total"],
  ["rx_packets", "received_packets_total"],
  ["tx_bytes", "transmitted_bytes_total"],
  ["tx_errors", "transmitted_errors_total"],
  ["tx_packets", "transmitted_packets_total"],
]);

const PREFIX = "node_ethtool_";

/** The family of a statistic by the name that its driver uses; undefined when it is not shown. */
export function statisticFamilies(included: NameTest): (statistic: string) => DeviceFamily | undefined {
  const byStatistic = new Map<string, DeviceFamily | undefined>();
  const byName = new Map<string, DeviceFamily>();
  return (statistic) => {
    if (!byStatistic.has(statistic)) byStatistic.set(statistic, familyOf(statistic, included, byName));
    return byStatistic.get(statistic);
  };
}

interface Sample {
  readonly family: DeviceFamily;
  readonly value: number;
}

/** The statistics that are shown. Two that end in one name are left out, both: they cannot be told apart. */
export function distinct(
  statistics: readonly DriverStatistic[],
  familyOf: (statistic: string) => DeviceFamily | undefined,
): readonly Sample[] {
  const samples: Sample[] = [];
  const counts = new Map<DeviceFamily, number>();
  for (const { name, value } of statistics) {
    const family = familyOf(name);
    if (family === undefined) continue;
    counts.set(family, (counts.get(family) ?? 0) + 1);
    samples.push({ family, value });
  }
  return samples.filter(({ family }) => counts.get(family) === 1);
}

function familyOf(statistic: string, included: NameTest, byName: Map<string, DeviceFamily>): DeviceFamily | undefined {
  const sanitized = sanitizeName(statistic);
  if (!included(sanitized)) return undefined;
  const name = PREFIX + (COMMON.get(sanitized) ?? metricName(sanitized));
  let family = byName.get(name);
  if (family === undefined) {
    byName.set(name, (family = untyped(name, `Driver statistic ${sanitized} of the interface.`, "device")));
  }
  return family;
}

/** Lower case, without leading underscores, `rx` and `tx` as words written out. */
export function metricName(sanitized: string): string {
  return sanitized
    .toLowerCase()
    .replace(/^_+/, "")
    .replaceAll(/(^|_)rx(_|$)/g, "$1received$2")
    .replaceAll(/(^|_)tx(_|$)/g, "$1transmitted$2");
}
