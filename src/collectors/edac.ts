import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { counter, type Family, type LabelValues } from "./kit/family.ts";
import { type Directory, REQUIRED, type Tree } from "./kit/host.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import type { Skip } from "./parsers/skip.ts";

const correctable = counter(
  "node_edac_correctable_errors_total",
  "Memory errors that a controller corrected.",
  "controller",
);
const uncorrectable = counter(
  "node_edac_uncorrectable_errors_total",
  "Memory errors that a controller could not correct.",
  "controller",
);
const rowCorrectable = counter(
  "node_edac_csrow_correctable_errors_total",
  "Corrected memory errors of a chip-select row.",
  "controller",
  "csrow",
);
const rowUncorrectable = counter(
  "node_edac_csrow_uncorrectable_errors_total",
  "Uncorrected memory errors of a chip-select row.",
  "controller",
  "csrow",
);
const channelCorrectable = counter(
  "node_edac_channel_correctable_errors_total",
  "Corrected memory errors of a channel.",
  "controller",
  "csrow",
  "channel",
  "dimm_label",
);
const channelUncorrectable = counter(
  "node_edac_channel_uncorrectable_errors_total",
  "Uncorrected memory errors of a channel.",
  "controller",
  "csrow",
  "channel",
  "dimm_label",
);

const FOLDER = "devices/system/edac/mc";

export default defineCollector({
  name: "edac",
  summary: "Memory error counts from /sys/devices/system/edac.",
  enabledByDefault: true,
  families: [correctable, uncorrectable, rowCorrectable, rowUncorrectable, channelCorrectable, channelUncorrectable],
  sources: [sysfs("devices/system/edac/mc/**"), kernelOption("CONFIG_EDAC")],
  flags: {},
  create({ host: { sys }, skip }) {
    return (emit) => {
      const controllers = numbered(namesIn(sys, FOLDER), "mc");
      const path = (name: string) => `${FOLDER}/${name}`;
      eachDevice(
        controllers,
        (name) => sys.exists(path(name)),
        (name) => emitController(emit, sys, path(name), name.slice(2), skip),
        skip,
      );
    };
  },
});

function emitController(emit: Emit, sys: Tree, path: string, controller: string, skip: Skip): void {
  const directory = sys.directory(path);
  emitCount(emit, correctable, directory, "ce_count", controller);
  emitCount(emit, rowCorrectable, directory, "ce_noinfo_count", controller, "unknown");
  emitCount(emit, uncorrectable, directory, "ue_count", controller);
  emitCount(emit, rowUncorrectable, directory, "ue_noinfo_count", controller, "unknown");
  const rows = numbered(sys.list(path), "csrow");
  eachDevice(
    rows,
    (row) => sys.exists(`${path}/${row}`),
    (row) => emitRow(emit, sys, `${path}/${row}`, controller, row.slice(5)),
    skip,
  );
}

function emitRow(emit: Emit, sys: Tree, path: string, controller: string, row: string): void {
  const directory = sys.directory(path);
  emitCount(emit, rowCorrectable, directory, "ce_count", controller, row);
  emitCount(emit, rowUncorrectable, directory, "ue_count", controller, row);
  for (const file of sys.list(path)) {
    const [, channel, kind] = /^ch(\d+)_(ce|ue)_count$/.exec(file) ?? [];
    if (channel === undefined) continue;
    const family = kind === "ce" ? channelCorrectable : channelUncorrectable;
    emitCount(emit, family, directory, file, controller, row, channel, dimmLabel(directory, channel));
  }
}

function emitCount<const L extends readonly string[]>(
  emit: Emit,
  family: Family<L>,
  directory: Directory,
  name: string,
  ...labels: LabelValues<L>
): void {
  const value = directory.uintIf(name, REQUIRED);
  if (value !== undefined) emit(family, value, ...labels);
}

/** `mc#0csrow#1channel#0`, the kernel's default, reads `mc0_csrow1_channel0`. */
function dimmLabel(directory: Directory, channel: string): string {
  const label = directory.attributeIf(`ch${channel}_dimm_label`) ?? "unknown";
  return label.replaceAll("#", "").replaceAll("csrow", "_csrow").replaceAll("channel", "_channel");
}

function namesIn(sys: Tree, path: string): readonly string[] {
  try {
    return sys.list(path);
  } catch {
    // Without an EDAC driver there is no directory, and no controller is no fault.
    return [];
  }
}

function numbered(names: readonly string[], prefix: string): string[] {
  return names.filter((name) => name.startsWith(prefix) && /^\d/.test(name.slice(prefix.length)));
}
