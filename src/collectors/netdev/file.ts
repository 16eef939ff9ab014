import type { Emit } from "../kit/define.ts";
import type { Host } from "../kit/host.ts";
import { NET_DEV_COLUMNS, parseNetDev } from "../parsers/procfs/net_dev.ts";
import { counterFamily, type CounterOptions } from "./options.ts";

/** Names under which counters are shown when they are not asked for in detail. */
const SHORT: Readonly<Record<string, string>> = {
  receive_errors: "receive_errs",
  receive_dropped: "receive_drop",
  transmit_errors: "transmit_errs",
  transmit_dropped: "transmit_drop",
};

/** Counters of all interfaces from /proc/net/dev. */
export function fileCounters({ proc, sys }: Host, options: CounterOptions): (emit: Emit) => void {
  const { detailed, withAlias, ignored } = options;
  const file = proc.file("net/dev", parseNetDev);
  const columns = NET_DEV_COLUMNS.map((key) => counterFamily(detailed ? key : (SHORT[key] ?? key), withAlias));
  return (emit) => {
    for (const { device, values } of file.read()) {
      if (ignored(device)) continue;
      const alias = withAlias ? (sys.directory(`class/net/${device}`).attributeIf("ifalias", NO_ALIAS) ?? "") : "";
      for (const [i, value] of values.entries()) columns[i]?.(emit, value, device, alias);
    }
  };
}

/** The interface is gone, or in another network namespace than the mounted sysfs. */
const NO_ALIAS = new Set(["ENOENT", "ENODEV", "EACCES", "EPERM", "EINVAL"]);
