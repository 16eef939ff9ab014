import { capturedHost } from "./captured/host.ts";
import type { ComparedHost } from "./compared-host.ts";
import { foreignHost } from "./foreign-host.ts";
import type { HostInFiles } from "./host-in-files.ts";
import { virtualMachine } from "./virtual-machine/host.ts";

/** The hosts whose files lie in this repository. */
export const hostsInFiles: readonly HostInFiles[] = [capturedHost, virtualMachine];

/** The hosts of this repository, and that of node_exporter's tests where it lies beside the checkout. */
export function comparedHosts(): readonly ComparedHost[] {
  const foreign = foreignHost();
  return foreign === undefined ? hostsInFiles : [...hostsInFiles, foreign];
}
