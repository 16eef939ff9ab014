import { once } from "node:events";
import { connect } from "node:net";
import { collectorFacts } from "../../../../collectors/generated/families.ts";
import { messageOf } from "../../../../collectors/kit/errors.ts";
import { systemBusSockets } from "../../../../collectors/kit/bus-address.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { familiesText, type Finding } from "../finding.ts";

/** Milliseconds. */
const PATIENCE = 2000;

/** Whether the system's D-Bus takes connections, where a collector asks it and has not got all by other ways. */
export async function checkBus({ collectors }: Diagnosis): Promise<readonly Finding[]> {
  const asking = collectors
    .filter(({ name }) => collectorFacts[name]?.sources.some(({ type }) => type === "bus"))
    .filter(({ state }) => state !== "ok" && state !== "partial")
    .map(({ name }) => name);
  if (asking.length === 0) return [];
  const evidence = await problemOfBus();
  if (evidence === "") return [];
  return [
    {
      subject: asking.join(", "),
      what: "the system's D-Bus does not take connections",
      evidence,
      consequence: familiesText(asking.flatMap((name) => collectorFacts[name]?.families ?? [])),
      remedy: `start it (systemctl start dbus), mount /run/dbus/system_bus_socket into the container, or set DBUS_SYSTEM_BUS_ADDRESS`,
      explains: asking,
    },
  ];
}

/** What keeps the last of its sockets from being used; nothing where one of them takes a connection. */
async function problemOfBus(): Promise<string> {
  try {
    let problem = "";
    for (const socket of systemBusSockets()) {
      problem = await problemOf(socket);
      if (problem === "") return "";
    }
    return problem;
  } catch (error) {
    return messageOf(error);
  }
}

/** Begins with its path. */
async function problemOf(path: string): Promise<string> {
  const socket = connect(path);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE) });
    return "";
  } catch (error) {
    return `${path}: ${messageOf(error)}`;
  } finally {
    socket.destroy();
  }
}
