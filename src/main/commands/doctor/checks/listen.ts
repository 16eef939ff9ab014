import { messageOf } from "../../../../collectors/kit/errors.ts";
import { listenAll } from "../../../server/listen.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";

/** Whether the exporter could listen, if it were started now. */
export async function checkListen({ options: { web } }: Diagnosis): Promise<readonly Finding[]> {
  if (web.sockets.length > 0) return [];
  try {
    const listeners = await listenAll(web.listen, [], (socket) => socket.destroy());
    for (const { server } of listeners) server.close();
    return [];
  } catch (error) {
    return [
      {
        subject: "--web.listen-address",
        what: "the exporter cannot listen",
        evidence: messageOf(error),
        consequence: "all metrics, unless it is the exporter itself that listens there",
        remedy: "end what listens there (ss -ltnp), or choose another address",
      },
    ];
  }
}
