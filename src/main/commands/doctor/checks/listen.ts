import { messageOf } from "../../../../collectors/kit/errors.ts";
import { listenAll } from "../../../server/listen.ts";
import type { ListenAddress } from "../../../options/listen-address.ts";
import type { Options } from "../../../options/options.ts";
import { fetchStatus, type Target } from "../../in-process/fetch.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";

/** Seconds that what listens has to answer. */
const PATIENCE = 1;

const PATH = "/-/healthy";

/** Whether the exporter could listen, if it were started now. */
export async function checkListen({ options: { web } }: Diagnosis): Promise<readonly Finding[]> {
  if (web.sockets.length > 0) return [];
  try {
    const listeners = await listenAll(web.listen, [], (socket) => socket.destroy());
    for (const { server } of listeners) server.close();
    return [];
  } catch (error) {
    if (await isServed(web)) return [inUse(messageOf(error))];
    return [
      {
        subject: "--web.listen-address",
        what: "the exporter cannot listen",
        evidence: messageOf(error),
        consequence: "all metrics: the exporter does not start",
        remedy: "end what listens there (ss -ltnp), or choose another address",
      },
    ];
  }
}

/** Whether an exporter answers at every address: most likely this one, running as a service. */
async function isServed({ listen, configFile }: Options["web"]): Promise<boolean> {
  const schemes = configFile === "" ? ["http"] : ["http", "https"];
  const answers = listen.map(async (address) => {
    const statuses = await Promise.all(schemes.map(async (scheme) => statusOf(targetOf(address, scheme))));
    // With a web configuration, the exporter may ask for a password.
    return statuses.some((status) => status === 200 || (status === 401 && configFile !== ""));
  });
  return (await Promise.all(answers)).every(Boolean);
}

function targetOf(address: ListenAddress, scheme: string): Target {
  if (address.kind === "unix") return { socket: address.path, path: PATH };
  const host = ["", "0.0.0.0"].includes(address.host) ? "127.0.0.1" : address.host;
  const url = new URL(`${scheme}://${host.includes(":") ? `[${host}]` : host}:${address.port}${PATH}`);
  return { url, insecure: true };
}

async function statusOf(target: Target): Promise<number> {
  try {
    return await fetchStatus(target, PATIENCE);
  } catch {
    // Whatever listens there, it is no exporter.
    return 0;
  }
}

function inUse(evidence: string): Finding {
  return {
    subject: "--web.listen-address",
    what: "the address is in use by an exporter that answers",
    evidence,
    consequence: "none, if that exporter is the one meant: a second one would not start",
    remedy: "none needed beside a running exporter; otherwise end it, or choose another address",
    isNote: true,
  };
}
