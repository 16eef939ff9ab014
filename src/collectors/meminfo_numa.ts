import { defineCollector } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { counter, familyCache, gauge } from "./kit/family.ts";
import type { ParsedFile, Tree } from "./kit/host.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseNodeMeminfo, type NodeMeminfo } from "./parsers/sysfs/node_meminfo.ts";
import { parseNodeNumastat } from "./parsers/sysfs/node_numastat.ts";

interface NodeFiles {
  readonly node: string;
  readonly meminfo: ParsedFile<NodeMeminfo>;
  readonly numastat: ParsedFile<ReadonlyMap<string, number>>;
}

export default defineCollector({
  name: "meminfo_numa",
  summary: "Memory of every NUMA node from sysfs.",
  enabledByDefault: false,
  families: ["node_memory_numa_*"],
  sources: [
    sysfs("devices/system/node/node*/meminfo"),
    sysfs("devices/system/node/node*/numastat", "node_memory_numa_*_total"),
    kernelOption("CONFIG_NUMA"),
  ],
  flags: {},
  create({ host, skip }) {
    const memory = familyCache((field) => gauge(`node_memory_numa_${field}`, describeField(field), "node"));
    const allocations = familyCache((name) =>
      counter(`node_memory_numa_${name}_total`, `Page allocations of a NUMA node: ${name}.`, "node"),
    );
    const known = new Map<string, NodeFiles>();
    return (emit) => {
      const emitNode = (path: string): void => {
        let files = known.get(path);
        if (files === undefined) known.set(path, (files = openNode(host.sys, path)));
        const { node, meminfo, numastat } = files;
        for (const [field, value] of readOrSkip(skip, () => meminfo.read()) ?? []) emit(memory(field), value, node);
        for (const [name, value] of readOrSkip(skip, () => numastat.read()) ?? []) emit(allocations(name), value, node);
      };
      eachDevice(host.sys.glob("devices/system/node/node[0-9]*"), (path) => host.sys.exists(path), emitNode, skip);
    };
  },
});

function describeField(field: string): string {
  return field.startsWith("HugePages_")
    ? `Field ${field} of a NUMA node's meminfo, in huge pages.`
    : `Field ${field} of a NUMA node's meminfo, in bytes.`;
}

function openNode(sys: Tree, path: string): NodeFiles {
  return {
    node: path.slice(path.lastIndexOf("node") + "node".length),
    meminfo: sys.file(`${path}/meminfo`, parseNodeMeminfo),
    numastat: sys.file(`${path}/numastat`, parseNodeNumastat),
  };
}
