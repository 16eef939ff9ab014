import type { Piece, Section } from "../../workers/protocol/section.ts";

const RECEIVED = "node_netstat_IpExt_InOctets";
const TRANSMITTED = "node_netstat_IpExt_OutOctets";

/**
 * Bytes of the network namespace as the netstat collector has read them for the same scrape: the kernel takes longer to
 * make that file again than all other own metrics cost.
 */
export class CollectedOctets {
  received = Number.NaN;
  transmitted = Number.NaN;
  private readonly netstat: number;

  /** `netstat`: number of the collector; -1 where there is none, or none that reads this process's own namespace. */
  constructor(netstat: number) {
    this.netstat = netstat;
  }

  /** False where these sections do not have the figures. */
  update(sections: readonly Section[]): boolean {
    const section = this.netstat < 0 ? undefined : sections.find(({ collector }) => collector === this.netstat);
    this.received = valueOf(section, RECEIVED);
    this.transmitted = valueOf(section, TRANSMITTED);
    return !Number.isNaN(this.received) && !Number.isNaN(this.transmitted);
  }
}

/** The value of a family with one sample and no labels. */
function valueOf(section: Section | undefined, name: string): number {
  const piece = section?.pieces.find(({ definition }) => definition.name === name);
  return piece === undefined ? Number.NaN : onlyValue(piece);
}

function onlyValue({ bytes, start, length, definition }: Piece): number {
  const line = start + definition.text.length + definition.name.length + 1;
  return Number(bytes.toString("latin1", line, start + length - 1));
}
