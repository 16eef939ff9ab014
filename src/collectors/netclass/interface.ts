import type { Emit } from "../kit/define.ts";
import { counter, familiesIn, type Family, gauge } from "../kit/family.ts";
import { parseInteger } from "../parsers/sysfs/number.ts";

/** Families of one number, by the name of its sysfs attribute. */
export const NUMBERS = {
  addr_assign_type: gauge("node_network_address_assign_type", "How the hardware address was assigned.", "device"),
  carrier: gauge("node_network_carrier", "Whether the interface has a carrier, 1 or 0.", "device"),
  carrier_changes: counter("node_network_carrier_changes_total", "Changes of the carrier state.", "device"),
  carrier_up_count: counter("node_network_carrier_up_changes_total", "Times that the carrier came up.", "device"),
  carrier_down_count: counter("node_network_carrier_down_changes_total", "Times that the carrier was lost.", "device"),
  dev_id: gauge(
    "node_network_device_id",
    "Number that distinguishes interfaces with the same hardware address.",
    "device",
  ),
  dormant: gauge(
    "node_network_dormant",
    "Whether the interface waits for an external event, such as authentication.",
    "device",
  ),
  flags: gauge("node_network_flags", "Flag bits of the interface.", "device"),
  ifindex: gauge("node_network_iface_id", "Index of the interface.", "device"),
  iflink: gauge("node_network_iface_link", "Index of the underlying interface; its own where there is none.", "device"),
  link_mode: gauge("node_network_iface_link_mode", "Link mode; 1 if the link becomes dormant first.", "device"),
  mtu: gauge("node_network_mtu_bytes", "Largest packet that the interface sends.", "device"),
  name_assign_type: gauge("node_network_name_assign_type", "How the interface name was assigned.", "device"),
  netdev_group: gauge("node_network_net_dev_group", "Group of the interface.", "device"),
  tx_queue_len: gauge("node_network_transmit_queue_length", "Length of the transmit queue in packets.", "device"),
  type: gauge("node_network_protocol_type", "ARP hardware type of the interface.", "device"),
} as const;

export type NumberName = keyof typeof NUMBERS;

export const NUMBER_NAMES = Object.keys(NUMBERS) as readonly NumberName[];

const up = gauge("node_network_up", "Whether the interface is in the operational state up, 1 or 0.", "device");
const speed = gauge("node_network_speed_bytes", "Speed of the link in bytes per second.", "device");
const info = gauge(
  "node_network_info",
  "Addresses and states of the interface; the value is always 1.",
  "device",
  "address",
  "broadcast",
  "duplex",
  "operstate",
  "adminstate",
  "ifalias",
);

export const INTERFACE_FAMILIES = [...familiesIn(NUMBERS), up, speed, info];

/** What sysfs reports about an interface; undefined where an attribute cannot be read. */
export interface Interface {
  readonly device: string;
  readonly address: string | undefined;
  readonly broadcast: string | undefined;
  readonly duplex: string | undefined;
  readonly operstate: string | undefined;
  readonly ifalias: string | undefined;
  /** Mb/s; negative when unknown. */
  readonly speed: number | undefined;
  readonly numbers: Readonly<Record<NumberName, number | undefined>>;
}

export type Numbers = Record<NumberName, number | undefined>;

const BYTES_OF_MEGABIT = 125_000;
const IFF_UP = 1;

/** Emits all samples of an interface, in the shape of sysfs mode. */
export function emitInterface(emit: Emit, one: Interface, ignoreInvalidSpeed: boolean): void {
  const { device } = one;
  const { flags } = one.numbers;
  emit(up, one.operstate === "up" ? 1 : 0, device);
  emit(
    info,
    1,
    device,
    one.address ?? "",
    one.broadcast ?? "",
    one.duplex ?? "",
    one.operstate ?? "",
    administrativeState(flags),
    one.ifalias ?? "",
  );
  emitNumbers(emit, device, one.numbers);
  if (one.speed !== undefined && !(ignoreInvalidSpeed && one.speed < 0)) emitSpeed(emit, one.speed, device);
}

export function emitUp(emit: Emit, value: number, device: string): void {
  emit(up, value, device);
}

/** One by one, which is twice as fast as a loop over the names. */
export function emitNumbers(emit: Emit, device: string, numbers: Interface["numbers"]): void {
  emitNumber(emit, NUMBERS.addr_assign_type, numbers.addr_assign_type, device);
  emitNumber(emit, NUMBERS.carrier, numbers.carrier, device);
  emitNumber(emit, NUMBERS.carrier_changes, numbers.carrier_changes, device);
  emitNumber(emit, NUMBERS.carrier_up_count, numbers.carrier_up_count, device);
  emitNumber(emit, NUMBERS.carrier_down_count, numbers.carrier_down_count, device);
  emitNumber(emit, NUMBERS.dev_id, numbers.dev_id, device);
  emitNumber(emit, NUMBERS.dormant, numbers.dormant, device);
  emitNumber(emit, NUMBERS.flags, numbers.flags, device);
  emitNumber(emit, NUMBERS.ifindex, numbers.ifindex, device);
  emitNumber(emit, NUMBERS.iflink, numbers.iflink, device);
  emitNumber(emit, NUMBERS.link_mode, numbers.link_mode, device);
  emitNumber(emit, NUMBERS.mtu, numbers.mtu, device);
  emitNumber(emit, NUMBERS.name_assign_type, numbers.name_assign_type, device);
  emitNumber(emit, NUMBERS.netdev_group, numbers.netdev_group, device);
  emitNumber(emit, NUMBERS.tx_queue_len, numbers.tx_queue_len, device);
  emitNumber(emit, NUMBERS.type, numbers.type, device);
}

function emitNumber(emit: Emit, family: Family<readonly ["device"]>, value: number | undefined, device: string): void {
  if (value !== undefined) emit(family, value, device);
}

/** `megabits` a second. */
export function emitSpeed(emit: Emit, megabits: number, device: string): void {
  emit(speed, megabits * BYTES_OF_MEGABIT, device);
}

function administrativeState(flags: number | undefined): string {
  if (flags === undefined) return "unknown";
  return flags % 2 === IFF_UP ? "up" : "down";
}

const MAX_REMEMBERED = 10_000;
const remembered = new Map<string, number>();

/** The value of an attribute; undefined when it is no number. The same few texts come again and again. */
export function attributeNumber(text: string): number | undefined {
  let value = remembered.get(text);
  if (value === undefined) {
    value = parseInteger(text);
    if (value === undefined) return undefined;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, value);
  }
  return value;
}
