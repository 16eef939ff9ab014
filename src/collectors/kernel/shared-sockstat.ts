import { sharedFile } from "./shared-file.ts";
import { sockstatParser } from "../parsers/procfs/net_sockstat.ts";

/** /proc/net/sockstat and sockstat6 for the collectors sockstat and udp_queues. */
export const sharedSockstat = sharedFile("net/sockstat", sockstatParser);
export const sharedSockstat6 = sharedFile("net/sockstat6", sockstatParser);
