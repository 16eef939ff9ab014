import { defineCollector } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { parseNumberFile } from "./parsers/procfs/number_file.ts";

const available = gauge("node_entropy_available_bits", "Entropy that the random number generator has, in bits.");
const poolSize = gauge("node_entropy_pool_size_bits", "Size of the entropy pool in bits.");

export default defineCollector({
  name: "entropy",
  summary: "Entropy of the random number generator from /proc/sys/kernel/random.",
  enabledByDefault: true,
  families: [available, poolSize],
  sources: [procfs("sys/kernel/random/entropy_avail", available), procfs("sys/kernel/random/poolsize", poolSize)],
  flags: {},
  create({ host, skip }) {
    requireDirectory("path.procfs", host.proc);
    const availableFile = host.proc.file("sys/kernel/random/entropy_avail", parseNumberFile);
    const poolSizeFile = host.proc.file("sys/kernel/random/poolsize", parseNumberFile);
    return (emit) => {
      attemptAll(
        [[available, availableFile] as const, [poolSize, poolSizeFile] as const],
        ([family, file]) => emit(family, file.read()),
        skip,
      );
    };
  },
});
