import { once } from "node:events";
import { connect } from "node:net";
import { collectorFacts } from "../../../../collectors/generated/families.ts";
import { messageOf } from "../../../../collectors/kit/errors.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { familiesText, type Finding } from "../finding.ts";

const DEFAULT_SOCKET = "/run/dbus/system_bus_socket";

/** Milliseconds. */
const PATIENCE = 2000;

/** Whether the system's D-Bus takes connections, where a collector asks it and has not got all by other ways. */
export async function checkBus({ collectors }: Diagnosis): Promise<readonly Finding[]> {
  const asking = collectors
    .filter(({ name }) => collectorFacts[name]?.sources.some(({ type }) => type === "bus"))
    .filter(({ state }) => state !== "ok" && state !== "partial")
    .map(({ name }) => name);
  if (asking.length === 0) return [];
  const socket = socketPath(process.env["DBUS_SYSTEM_BUS_ADDRESS"]);
  const problem = await problemOf(socket);
  if (problem === "") return [];
  return [
    {
      subject: asking.join(", "),
      what: "the system's D-Bus does not take connections",
      evidence: `${socket}: ${problem}`,
      consequence: familiesText(asking.flatMap((name) => collectorFacts[name]?.families ?? [])),
      remedy: `start it (systemctl start dbus), mount ${DEFAULT_SOCKET} into the container, or set DBUS_SYSTEM_BUS_ADDRESS`,
      explains: asking,
    },
  ];
}

/** The first address that is a path, as in `unix:path=/run/dbus/system_bus_socket`. */
function socketPath(address = ""): string {
  return /(?:^|;)unix:path=([^,;]+)/.exec(address)?.[1] ?? DEFAULT_SOCKET;
}

async function problemOf(path: string): Promise<string> {
  const socket = connect(path);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE) });
    return "";
  } catch (error) {
    return messageOf(error);
  } finally {
    socket.destroy();
  }
}
