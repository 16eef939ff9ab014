import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { errnoOf, ParseError } from "./kit/errors.ts";
import { familiesIn, gauge } from "./kit/family.ts";
import type { Directory, Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseUint } from "./parsers/numbers.ts";
import type { Skip } from "./parsers/skip.ts";

const info = gauge(
  "node_drm_card_info",
  "Identity of the graphics card as labels; always 1.",
  "card",
  "memory_vendor",
  "power_performance_level",
  "unique_id",
  "vendor",
);

/** Attribute of the device and family. */
const NUMBERS = [
  ["gpu_busy_percent", gauge("node_drm_gpu_busy_percent", "How busy the graphics processor is.", "card")],
  ["mem_info_gtt_total", gauge("node_drm_memory_gtt_size_bytes", "System memory that the card may use.", "card")],
  ["mem_info_gtt_used", gauge("node_drm_memory_gtt_used_bytes", "System memory that the card uses.", "card")],
  [
    "mem_info_vis_vram_total",
    gauge("node_drm_memory_vis_vram_size_bytes", "Video memory that the CPU can access.", "card"),
  ],
  [
    "mem_info_vis_vram_used",
    gauge("node_drm_memory_vis_vram_used_bytes", "Used video memory that the CPU can access.", "card"),
  ],
  ["mem_info_vram_total", gauge("node_drm_memory_vram_size_bytes", "Video memory of the card.", "card")],
  ["mem_info_vram_used", gauge("node_drm_memory_vram_used_bytes", "Used video memory of the card.", "card")],
] as const;

const FOLDER = "class/drm";

export default defineCollector({
  name: "drm",
  summary: "AMD graphics cards from /sys/class/drm.",
  enabledByDefault: false,
  families: [info, ...familiesIn(NUMBERS)],
  sources: [sysfs("class/drm/card*/device/*"), kernelOption("CONFIG_DRM_AMDGPU")],
  flags: {},
  create({ host: { sys }, skip }) {
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      eachDevice(
        sys.glob(`${FOLDER}/card[0-9]`),
        (path) => sys.exists(path),
        (path) => emitCard(emit, sys, path, skip),
        skip,
      );
    };
  },
});

function emitCard(emit: Emit, sys: Tree, path: string, skip: Skip): void {
  const device = sys.directory(`${path}/device`);
  // Only amdgpu has these attributes. A device without a driver's data has no uevent.
  if (device.attributeIf("uevent", new Set(["ENODATA"]))?.includes("DRIVER=amdgpu") !== true) return;
  const card = path.slice(FOLDER.length + 1);
  for (const [attribute, family] of NUMBERS) {
    const figures = text(device, attribute);
    const value = figures === "" ? 0 : parseUint(figures);
    if (value !== undefined) emit(family, value, card);
    else skip(new ParseError(`${sys.resolve(path)}/device/${attribute}: ${JSON.stringify(figures)} is not a number`));
  }
  const label = (attribute: string) => text(device, attribute);
  emit(
    info,
    1,
    card,
    label("mem_info_vram_vendor"),
    label("power_dpm_force_performance_level"),
    label("unique_id"),
    "amd",
  );
}

/** Empty when it cannot be read, which is how cards that lack or switched off something answer. */
function text(device: Directory, attribute: string): string {
  try {
    return device.attribute(attribute);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return "";
  }
}
