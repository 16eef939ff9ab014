import { defineCollector, type Emit } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { ParseError } from "./kit/errors.ts";
import { counter, familiesIn, type Family, gauge } from "./kit/family.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { drbdFields, type DrbdField } from "./parsers/procfs/drbd.ts";
import { parseFloatStrict } from "./parsers/numbers.ts";

const KIBIBYTE = 1024;

type DeviceFamily = Family<readonly ["device"]>;

interface Quantity {
  readonly family: DeviceFamily;
  readonly scale: number;
}

/** By the key in /proc/drbd. The original takes `nr`, which is in KiB like the others, for bytes; dashboards rely on it. */
const QUANTITIES: ReadonlyMap<string, Quantity> = new Map([
  ["ns", total("network_sent_bytes", "Data sent to the peer, in bytes.", KIBIBYTE)],
  ["nr", total("network_received_bytes", "Data received from the peer, in the KiB of /proc/drbd.")],
  ["dw", total("disk_written_bytes", "Data written to the local disk, in bytes.", KIBIBYTE)],
  ["dr", total("disk_read_bytes", "Data read from the local disk, in bytes.", KIBIBYTE)],
  ["al", total("activitylog_writes", "Updates of the activity log.")],
  ["bm", total("bitmap_writes", "Updates of the bitmap.")],
  ["lo", level("local_pending", "Open requests to the local disk.")],
  ["pe", level("remote_pending", "Requests sent to the peer that it has not answered.")],
  ["ua", level("remote_unacknowledged", "Requests of the peer that have not been answered.")],
  ["ap", level("application_pending", "Requests of applications that have not been answered.")],
  ["ep", level("epochs", "Epochs between write barriers.")],
  ["oos", level("out_of_sync_bytes", "Data that is out of sync, in bytes.", KIBIBYTE)],
]);

const connected = gauge("node_drbd_connected", "1 when the device is connected to its peer.", "device");

/** Pairs `local/peer` and the word that counts as 1. */
const PAIRS = new Map([
  ["ro", { good: "Primary", family: pair("node_role_is_primary", "1 when the node has the primary role.") }],
  ["ds", { good: "UpToDate", family: pair("disk_state_is_up_to_date", "1 when the node's disk is up to date.") }],
]);

export default defineCollector({
  name: "drbd",
  summary: "Replicated block devices of DRBD 8 from /proc/drbd.",
  enabledByDefault: false,
  families: [...familiesIn(QUANTITIES, PAIRS), connected],
  sources: [procfs("drbd"), kernelOption("CONFIG_BLK_DEV_DRBD")],
  flags: {},
  create({ host: { proc }, skip }) {
    return (emit) => {
      const status = proc.readIf("drbd");
      if (status === undefined) return absent("drbd");
      attemptAll(drbdFields(status, proc.resolve("drbd"), skip), (field) => emitField(emit, field), skip);
      return undefined;
    };
  },
});

function emitField(emit: Emit, { device, key, value }: DrbdField): void {
  const quantity = QUANTITIES.get(key);
  if (quantity !== undefined) emit(quantity.family, toNumber(key, value) * quantity.scale, device);
  else if (key === "cs") emit(connected, Number(value === "Connected"), device);
  else emitPair(emit, device, key, value);
}

function emitPair(emit: Emit, device: string, key: string, value: string): void {
  const states = PAIRS.get(key);
  if (states === undefined) return;
  const [local, remote] = value.split("/");
  if (remote === undefined) throw new ParseError(`drbd: ${JSON.stringify(`${key}:${value}`)} is not a pair of states`);
  emit(states.family, Number(local === states.good), device, "local");
  emit(states.family, Number(remote === states.good), device, "remote");
}

function toNumber(key: string, value: string): number {
  const number = parseFloatStrict(value);
  if (number === undefined) throw new ParseError(`drbd: ${JSON.stringify(value)} is not a number for ${key}`);
  return number;
}

function total(name: string, help: string, scale = 1): Quantity {
  return { family: counter(`node_drbd_${name}_total`, help, "device"), scale };
}

function level(name: string, help: string, scale = 1): Quantity {
  return { family: gauge(`node_drbd_${name}`, help, "device"), scale };
}

function pair(name: string, help: string): Family<readonly ["device", "node"]> {
  return gauge(`node_drbd_${name}`, help, "device", "node");
}
