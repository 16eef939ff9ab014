import { errnoText } from "../kit/errno-text.ts";
import type { ProbeAnswer } from "../kit/host.ts";

/** The device_error label of a mount that does not answer, as in node_exporter. */
export const TIMEOUT = "mountpoint timeout";

/** The device_error label; empty when there is none. */
export function problemOf(answer: ProbeAnswer): string {
  if (answer === "timeout") return TIMEOUT;
  return "errno" in answer ? errnoText(answer.errno) : "";
}
