import { defineCollector } from "./kit/define.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { NoDataError } from "./kit/errors.ts";
import { openGauge } from "./kit/family.ts";
import type { Directory } from "./kit/host.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";

const info = openGauge("node_dmi_info", "Identity of the machine from its firmware as labels; always 1.");

const FOLDER = "class/dmi/id";

/** Label names; each is also the name of the kernel's file, except for one. */
const LABELS = [
  "bios_date",
  "bios_release",
  "bios_vendor",
  "bios_version",
  "board_asset_tag",
  "board_name",
  "board_serial",
  "board_vendor",
  "board_version",
  "chassis_asset_tag",
  "chassis_serial",
  "chassis_vendor",
  "chassis_version",
  "product_family",
  "product_name",
  "product_serial",
  "product_sku",
  "product_uuid",
  "product_version",
  "system_vendor",
] as const;

/** Serial numbers and the UUID are for root only. */
interface Labels {
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** False when an attribute could not be read, which may be so for a while. */
  readonly areAll: boolean;
}

export default defineCollector({
  name: "dmi",
  summary: "Machine, board and firmware identity from /sys/class/dmi.",
  enabledByDefault: true,
  families: [info],
  sources: [sysfs("class/dmi/id/*"), kernelOption("CONFIG_DMIID")],
  flags: {},
  create({ host: { sys } }) {
    const absent = new NoDataError(`${sys.resolve(FOLDER)} does not exist`);
    const unreadable = new NoDataError(`${sys.resolve(FOLDER)} has nothing that may be read`);
    // The firmware's tables do not change while the machine runs.
    let labels: Labels | undefined;
    return (emit) => {
      if (labels === undefined) {
        if (!sys.isDirectory(FOLDER)) return absent;
        const found = readLabels(sys.directory(FOLDER));
        if (found.names.length === 0) return unreadable;
        if (found.areAll) labels = found;
        emit.pairs(info, 1, found.names, found.values);
        return undefined;
      }
      emit.pairs(info, 1, labels.names, labels.values);
      return undefined;
    };
  },
});

function readLabels(directory: Directory): Labels {
  const names: string[] = [];
  const values: string[] = [];
  let areAll = true;
  for (const label of LABELS) {
    const value = directory.parsedIf<string | false>(
      label === "system_vendor" ? "sys_vendor" : label,
      (text) => text,
      HIDDEN,
      false,
    );
    if (typeof value === "string") {
      names.push(label);
      values.push(value);
    } else if (value === undefined) areAll = false;
  }
  return { names, values, areAll };
}
