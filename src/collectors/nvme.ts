import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { MISSING } from "./kit/errnos.ts";
import { gauge } from "./kit/family.ts";
import { REQUIRED, type Directory, type Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";

const info = gauge(
  "node_nvme_info",
  "Firmware, model, serial number and state of an NVMe controller; always 1.",
  "device",
  "firmware_revision",
  "model",
  "serial",
  "state",
  "cntlid",
);
const namespaceInfo = gauge(
  "node_nvme_namespace_info",
  "Asymmetric access state of an NVMe namespace; always 1.",
  "device",
  "nsid",
  "ana_state",
);
const capacity = gauge("node_nvme_namespace_capacity_bytes", "Capacity of an NVMe namespace.", "device", "nsid");
const size = gauge("node_nvme_namespace_size_bytes", "Size of an NVMe namespace.", "device", "nsid");
const used = gauge("node_nvme_namespace_used_bytes", "Bytes in use of an NVMe namespace.", "device", "nsid");
const blockSize = gauge(
  "node_nvme_namespace_logical_block_size_bytes",
  "Logical block size of an NVMe namespace.",
  "device",
  "nsid",
);

const CLASS = "class/nvme";

/** `nvme0n1`; with native multipath the controller only has `nvme0c0n1`, and its namespaces are not shown. */
const NAMESPACE = /nvme[0-9]+n([0-9]+)/;

export default defineCollector({
  name: "nvme",
  summary: "NVMe controllers and namespaces from /sys/class/nvme.",
  enabledByDefault: true,
  families: [info, namespaceInfo, capacity, size, used, blockSize],
  sources: [sysfs("class/nvme/**"), kernelOption("CONFIG_NVME_CORE")],
  flags: {},
  create({ host: { sys }, skip }) {
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const devices = sys.listIf(CLASS);
      if (devices === undefined) return absent(CLASS);
      return orNoData(MISSING, () =>
        eachDevice(
          devices,
          (device) => sys.exists(`${CLASS}/${device}`),
          (device) => emitController(emit, sys, device),
          skip,
        ),
      );
    };
  },
});

function emitController(emit: Emit, sys: Tree, device: string): void {
  const path = `${CLASS}/${device}`;
  const controller = sys.directory(path);
  const text = (name: string) => controller.attributeIf(name, REQUIRED) ?? "";
  const [firmware, model, serial, state, id] = [
    text("firmware_rev"),
    text("model"),
    text("serial"),
    text("state"),
    text("cntlid"),
  ];
  emit(info, 1, device, firmware, model, serial, state, id);
  for (const name of sys.list(path)) {
    const nsid = NAMESPACE.exec(name)?.[1];
    if (nsid !== undefined) emitNamespace(emit, sys.directory(`${path}/${name}`), device, nsid);
  }
}

function emitNamespace(emit: Emit, namespace: Directory, device: string, nsid: string): void {
  const usedBlocks = namespace.uintIf("nuse", REQUIRED);
  const blocks = namespace.uintIf("size", REQUIRED);
  const block = namespace.uintIf("queue/logical_block_size", REQUIRED);
  // Linux 4.15 and later.
  const state = namespace.attributeIf("ana_state") ?? "unknown";
  emit(namespaceInfo, 1, device, nsid, state);
  if (block === undefined) return;
  // The kernel reports `size` in units of 512 bytes; the contract multiplies it by the block size all the same.
  if (blocks !== undefined) emit(capacity, blocks * block, device, nsid);
  if (blocks !== undefined) emit(size, blocks * block, device, nsid);
  if (usedBlocks !== undefined) emit(used, usedBlocks * block, device, nsid);
  emit(blockSize, block, device, nsid);
}
