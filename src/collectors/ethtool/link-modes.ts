/** One mode of the 32-bit masks of struct ethtool_cmd (ADVERTISED_ bits of include/uapi/linux/ethtool.h). */
interface Mode {
  readonly bit: number;
  /** Mb/s. */
  readonly speed: number;
  readonly duplex: "half" | "full";
  readonly mode: string;
}

/** Modes beyond bit 31 do not fit into the masks; 2500baseX (bit 15) is not shown, as in node_exporter. */
const MODES: readonly Mode[] = [
  mode(0, 10, "T", "half"),
  mode(1, 10, "T"),
  mode(2, 100, "T", "half"),
  mode(3, 100, "T"),
  mode(4, 1000, "T", "half"),
  mode(5, 1000, "T"),
  mode(12, 10_000, "T"),
  mode(17, 1000, "KX"),
  mode(18, 10_000, "KX4"),
  mode(19, 10_000, "KR"),
  mode(20, 10_000, "R_FEC"),
  mode(21, 20_000, "MLD2"),
  mode(22, 20_000, "KR2"),
  mode(23, 40_000, "KR4"),
  mode(24, 40_000, "CR4"),
  mode(25, 40_000, "SR4"),
  mode(26, 40_000, "LR4"),
  mode(27, 56_000, "KR4"),
  mode(28, 56_000, "CR4"),
  mode(29, 56_000, "SR4"),
  mode(30, 56_000, "LR4"),
  mode(31, 25_000, "CR"),
];

const PORTS: readonly { readonly bit: number; readonly type: string }[] = [
  { bit: 7, type: "TP" },
  { bit: 8, type: "AUI" },
  { bit: 9, type: "MII" },
  { bit: 10, type: "FIBRE" },
  { bit: 11, type: "BNC" },
  { bit: 16, type: "Backplane" },
];

export const AUTONEGOTIATION_BIT = 6;
export const PAUSE_BIT = 13;
export const ASYMMETRIC_PAUSE_BIT = 14;

/** The speeds in a mask. */
export function modesOf(mask: number): readonly Mode[] {
  return MODES.filter(({ bit }) => hasBit(mask, bit));
}

/** The kinds of ports in a mask. */
export function portsOf(mask: number): readonly string[] {
  return PORTS.filter(({ bit }) => hasBit(mask, bit)).map(({ type }) => type);
}

export function hasBit(mask: number, bit: number): boolean {
  return ((mask >>> bit) & 1) === 1;
}

function mode(bit: number, speed: number, medium: string, duplex: "half" | "full" = "full"): Mode {
  return { bit, speed, duplex, mode: `${speed}base${medium}` };
}
