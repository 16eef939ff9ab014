import { capturedHost } from "./captured/host.ts";
import type { ComparedHost } from "./compared-host.ts";
import { foreignHost } from "./foreign-host.ts";

/** The captured host of this repository, and that of node_exporter's tests where it lies beside the checkout. */
export function comparedHosts(): readonly ComparedHost[] {
  const foreign = foreignHost();
  return foreign === undefined ? [capturedHost] : [capturedHost, foreign];
}
