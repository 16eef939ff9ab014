import { defineCollector } from "./kit/define.ts";
import { counter, familiesIn, type Family } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parseXfrmStat } from "./parsers/procfs/xfrm_stat.ts";

/** Family by the kernel's name, in the kernel's order. Names of later kernels have no family. */
const FAMILIES: readonly (readonly [name: string, family: Family<readonly []>])[] = [
  xfrm("InError", "Received packets with an error that has no counter of its own."),
  xfrm("InBufferError", "Received packets for which no buffer was left."),
  xfrm("InHdrError", "Received packets with a bad header."),
  xfrm("InNoStates", "Received packets without a state: wrong SPI, address or protocol."),
  xfrm("InStateProtoError", "Received packets with an error of the transformation protocol."),
  xfrm("InStateModeError", "Received packets with an error of the transformation mode."),
  xfrm("InStateSeqError", "Received packets outside of the sequence number window."),
  xfrm("InStateExpired", "Received packets whose state has expired."),
  xfrm("InStateMismatch", "Received packets whose state has other options, such as the encapsulation type."),
  xfrm("InStateInvalid", "Received packets whose state is not valid."),
  xfrm("InTmplMismatch", "Received packets whose states match no template of the policy."),
  xfrm("InNoPols", "Received packets whose states have no policy."),
  xfrm("InPolBlock", "Received packets that a policy discards."),
  xfrm("InPolError", "Received packets with an error in the policy."),
  xfrm("OutError", "Sent packets with an error that has no counter of its own."),
  xfrm("OutBundleGenError", "Sent packets for which no bundle could be made."),
  xfrm("OutBundleCheckError", "Sent packets whose bundle failed its check."),
  xfrm("OutNoStates", "Sent packets without a state."),
  xfrm("OutStateProtoError", "Sent packets with an error of the transformation protocol."),
  xfrm("OutStateModeError", "Sent packets with an error of the transformation mode."),
  xfrm("OutStateSeqError", "Sent packets for which no sequence number was left."),
  xfrm("OutStateExpired", "Sent packets whose state has expired."),
  xfrm("OutPolBlock", "Sent packets that a policy discards."),
  xfrm("OutPolDead", "Sent packets whose policy has ended."),
  xfrm("OutPolError", "Sent packets with an error in the policy."),
  xfrm("FwdHdrError", "Forwarded packets with a bad header."),
  xfrm("OutStateInvalid", "Sent packets whose state is not valid."),
  xfrm("AcquireError", "Packets whose state was not acquired in time."),
];

export default defineCollector({
  name: "xfrm",
  summary: "IPsec packet errors from /proc/net/xfrm_stat.",
  enabledByDefault: false,
  families: familiesIn(FAMILIES),
  sources: [procfs("net/xfrm_stat"), kernelOption("CONFIG_XFRM_STATISTICS")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("net/xfrm_stat", parseXfrmStat);
    return (emit) => {
      const counters = file.read();
      for (const [name, family] of FAMILIES) emit(family, counters.get(name) ?? 0);
    };
  },
});

function xfrm(name: string, help: string): readonly [string, Family<readonly []>] {
  const snake = name.replaceAll(/(?!^)[A-Z]/g, "_$&").toLowerCase();
  return [`Xfrm${name}`, counter(`node_xfrm_${snake}_packets_total`, help)];
}
