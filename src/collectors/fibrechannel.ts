import { defineCollector, type Emit } from "./kit/define.ts";
import { eachDevice } from "./kit/each-device.ts";
import { type Errnos, MISSING, NOT_SUPPORTED } from "./kit/errnos.ts";
import { counter, familiesIn, type Family, gauge } from "./kit/family.ts";
import type { Directory, Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseUnsigned } from "./parsers/sysfs/number.ts";

const info = gauge(
  "node_fibrechannel_info",
  "Speed, state, names and abilities of a Fibre Channel host; always 1.",
  "fc_host",
  "speed",
  "port_state",
  "port_type",
  "port_id",
  "port_name",
  "fabric_name",
  "symbolic_name",
  "supported_classes",
  "supported_speeds",
  "dev_loss_tmo",
);

type HostFamily = Family<readonly ["fc_host"]>;

const count = (name: string, help: string): HostFamily => counter(`node_fibrechannel_${name}_total`, help, "fc_host");

/** Attributes of `statistics` (fc_host_statistics in include/scsi/scsi_transport_fc.h). */
const COUNTERS: readonly (readonly [file: string, family: HostFamily])[] = [
  ["dumped_frames", count("dumped_frames", "Frames dropped because the host had no buffer for them.")],
  ["error_frames", count("error_frames", "Frames with an error.")],
  ["fcp_packet_aborts", count("fcp_packet_aborts", "SCSI packets that were aborted.")],
  ["invalid_crc_count", count("invalid_crc", "Frames with a wrong checksum.")],
  ["invalid_tx_word_count", count("invalid_tx_words", "Transmission words that were not valid.")],
  ["link_failure_count", count("link_failure", "Link failures.")],
  ["loss_of_signal_count", count("loss_of_signal", "Losses of the signal.")],
  ["loss_of_sync_count", count("loss_of_sync", "Losses of synchronization.")],
  ["nos_count", count("nos", "Not-operational sequences received.")],
  ["rx_frames", count("rx_frames", "Frames received.")],
  ["rx_words", count("rx_words", "Words received.")],
  ["seconds_since_last_reset", count("seconds_since_last_reset", "Seconds since the statistics were set to zero.")],
  ["tx_frames", count("tx_frames", "Frames sent.")],
  ["tx_words", count("tx_words", "Words sent.")],
];

const CLASS = "class/fc_host";

/** A statistic of all ones, which is what drivers give for one they do not keep. */
const NOT_KEPT = 2 ** 64;

/** Some drivers refuse the read of a statistic that they do not keep. */
const UNSUPPORTED: Errnos = new Set([...MISSING, ...NOT_SUPPORTED]);

export default defineCollector({
  name: "fibrechannel",
  summary: "Fibre Channel host statistics from /sys/class/fc_host.",
  enabledByDefault: true,
  families: [info, ...familiesIn(COUNTERS)],
  sources: [sysfs("class/fc_host/**"), kernelOption("CONFIG_SCSI_FC_ATTRS")],
  flags: {},
  create({ host: { sys }, skip }) {
    requireDirectory("path.sysfs", sys);
    return (emit) => {
      const hosts = sys.listIf(CLASS);
      if (hosts === undefined) return absent(CLASS);
      eachDevice(
        hosts,
        (name) => sys.exists(`${CLASS}/${name}`),
        (name) => emitHost(emit, sys, name),
        skip,
      );
      return undefined;
    };
  },
});

function emitHost(emit: Emit, sys: Tree, name: string): void {
  const host = sys.directory(`${CLASS}/${name}`);
  const text = (attribute: string) => host.attributeIf(attribute) ?? "";
  const state = text("port_state");
  emit(
    info,
    1,
    name,
    text("speed"),
    state,
    text("port_type"),
    withoutPrefix(text("port_id")),
    withoutPrefix(text("port_name")),
    withoutPrefix(text("fabric_name")),
    text("symbolic_name"),
    text("supported_classes"),
    text("supported_speeds"),
    text("dev_loss_tmo"),
  );
  if (state === "" || state === "Unknown") for (const [, family] of COUNTERS) emit(family, 0, name);
  else emitCounters(emit, sys, `${CLASS}/${name}/statistics`, name);
}

/** Identifiers are hexadecimal with `0x` in front. */
function withoutPrefix(identifier: string): string {
  return identifier.replace(/^0x(?=.)/, "");
}

function emitCounters(emit: Emit, sys: Tree, path: string, name: string): void {
  const statistics: Directory = sys.directory(path);
  for (const [file, family] of COUNTERS) {
    const value = statistics.parsedIf(file, parseUnsigned, UNSUPPORTED);
    if (value !== undefined && value !== NOT_KEPT) emit(family, value, name);
  }
}
