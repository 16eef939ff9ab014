import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { namePair } from "./kit/name-pair.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { capability, kernelOption, procfs } from "./kit/sources.ts";
import { parseSlabinfo } from "./parsers/procfs/slabinfo.ts";

const activeObjects = gauge("node_slabinfo_active_objects", "Objects in use.", "slab");
const objects = gauge("node_slabinfo_objects", "Objects allocated, in use or not.", "slab");
const objectSize = gauge("node_slabinfo_object_size_bytes", "Size of an object in bytes.", "slab");
const objectsPerSlab = gauge("node_slabinfo_objects_per_slab", "Objects per slab.", "slab");
const pagesPerSlab = gauge("node_slabinfo_pages_per_slab", "Pages per slab.", "slab");

const names = namePair({
  what: "slab caches",
  include: { flag: "collector.slabinfo.slabs-include", default: ".*" },
  exclude: { flag: "collector.slabinfo.slabs-exclude" },
});

export default defineCollector({
  name: "slabinfo",
  summary: "Caches of the kernel's slab allocator from /proc/slabinfo, which only root may read.",
  enabledByDefault: false,
  families: [activeObjects, objects, objectSize, objectsPerSlab, pagesPerSlab],
  sources: [procfs("slabinfo"), capability("CAP_DAC_READ_SEARCH"), kernelOption("CONFIG_SLUB_DEBUG")],
  flags: {
    ...names.flags,
  },
  create(context) {
    const { host, skip } = context;
    requireDirectory("path.procfs", host.proc);
    const isIgnored = names.ignored(context);
    return (emit) => {
      for (const slab of parseSlabinfo(host.proc.read("slabinfo"), host.proc.resolve("slabinfo"), skip)) {
        if (isIgnored(slab.name)) continue;
        emit(activeObjects, slab.activeObjects, slab.name);
        emit(objects, slab.objects, slab.name);
        emit(objectSize, slab.objectSize, slab.name);
        emit(objectsPerSlab, slab.objectsPerSlab, slab.name);
        emit(pagesPerSlab, slab.pagesPerSlab, slab.name);
      }
    };
  },
});
