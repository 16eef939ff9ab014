import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError } from "../kit/errors.ts";
import type { Native } from "../kit/host.ts";
import { type ReadMessage, requestAll } from "../kernel/netlink/dump.ts";
import { resolveFamily } from "../kernel/netlink/generic-family.ts";
import { FORBIDDEN, hasErrno, MISSING, NOT_SUPPORTED } from "../kit/errnos.ts";
import { NETLINK_GENERIC } from "../parsers/netlink/message.ts";
import {
  interfaceDumpRequest,
  parseWifiInterface,
  parseWifiNetwork,
  parseWifiStation,
  scanDumpRequest,
  stationDumpRequest,
  type WifiInterface,
  type WifiNetwork,
  type WifiStation,
} from "../parsers/netlink/nl80211.ts";
import {
  parseInterfaceFixtures,
  parseNetworkFixture,
  parseStationFixtures,
} from "../parsers/netlink/nl80211_fixtures.ts";
import type { Skip } from "../parsers/skip.ts";

/** Where wireless interfaces come from. */
interface WifiSource {
  interfaces(): readonly WifiInterface[];
  /** The network that the interface is part of, if it is. */
  network(one: WifiInterface): WifiNetwork | undefined;
  stations(one: WifiInterface): readonly WifiStation[];
}

/** Asks the kernel; no data where it has no wireless networks or does not permit asking. */
export function netlinkSource(native: Native): WifiSource {
  let family = 0;
  const ask = <T>(request: Buffer, read: ReadMessage<T>) => requestAll(native, NETLINK_GENERIC, request, family, read);
  return {
    interfaces() {
      // The module may come and go, and has another number each time.
      family = wirelessFamily(native);
      return ask(interfaceDumpRequest(family), parseWifiInterface);
    },
    network({ index }) {
      return unlessAbsent(() => ask(scanDumpRequest(family, index), parseWifiNetwork), []).find(isDefined);
    },
    stations({ index }) {
      return unlessAbsent(() => ask(stationDumpRequest(family, index), parseWifiStation), []);
    },
  };
}

/** Reads the JSON files of a directory, for tests. */
export function fixtureSource(folder: string, skip: Skip): WifiSource {
  const read = <T>(parse: (bytes: Buffer, path: string, skip: Skip) => T, ...path: readonly string[]) => {
    const file = join(folder, ...path);
    return parse(readFileSync(file), file, skip);
  };
  return {
    interfaces: () => read(parseInterfaceFixtures, "interfaces.json"),
    network: ({ name }) => unlessAbsent(() => read(parseNetworkFixture, name, "bss.json"), undefined),
    stations: ({ name }) => unlessAbsent(() => read(parseStationFixtures, name, "stationinfo.json"), []),
  };
}

function wirelessFamily(native: Native): number {
  try {
    return resolveFamily(native, "nl80211");
  } catch (error) {
    if (hasErrno(error, MISSING)) throw new NoDataError("the kernel has no wireless networks");
    if (hasErrno(error, FORBIDDEN)) throw new NoDataError("not permitted to ask for wireless networks");
    throw error;
  }
}

/** An interface that is gone, or of a kind that has no such thing. */
const ABSENT = new Set([...MISSING, ...NOT_SUPPORTED, "ENODEV"]);

function unlessAbsent<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (hasErrno(error, ABSENT)) return otherwise;
    throw error;
  }
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
