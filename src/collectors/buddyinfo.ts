import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { parseBuddyinfo } from "./parsers/procfs/buddyinfo.ts";

const blocks = gauge(
  "node_buddyinfo_blocks",
  "Free blocks of memory by size, a power of two of pages.",
  "node",
  "size",
  "zone",
);

export default defineCollector({
  name: "buddyinfo",
  summary: "Fragmentation of free memory from /proc/buddyinfo.",
  enabledByDefault: false,
  families: [blocks],
  sources: [procfs("buddyinfo")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("buddyinfo", parseBuddyinfo);
    return (emit) => {
      for (const row of file.read())
        for (let order = 0; order < row.blocks.length; order++)
          emit(blocks, row.blocks[order] ?? 0, row.node, String(order), row.zone);
    };
  },
});
