import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parseSwaps } from "./parsers/procfs/swaps.ts";

const KIBIBYTE = 1024;

const size = gauge("node_swap_size_bytes", "Size of a swap area in bytes.", "device", "swap_type");
const used = gauge("node_swap_used_bytes", "Used bytes of the swap area.", "device", "swap_type");
const priority = gauge(
  "node_swap_priority",
  "Priority of a swap area; those of higher priority are used first.",
  "device",
  "swap_type",
);

export default defineCollector({
  name: "swap",
  summary: "Swap areas from /proc/swaps.",
  enabledByDefault: false,
  families: [size, used, priority],
  sources: [procfs("swaps"), kernelOption("CONFIG_SWAP")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("swaps", parseSwaps);
    return (emit) => {
      for (const area of file.read()) {
        emit(size, area.size * KIBIBYTE, area.device, area.type);
        emit(used, area.used * KIBIBYTE, area.device, area.type);
        emit(priority, area.priority, area.device, area.type);
      }
    };
  },
});
