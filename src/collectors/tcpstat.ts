import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { kernelOption, netlink, procfs } from "./kit/sources.ts";
import { AF_INET, AF_INET6 } from "./parsers/netlink/addr.ts";
import { NETLINK_SOCK_DIAG } from "./parsers/netlink/message.ts";
import { TcpSockets, tcpDumpRequest } from "./parsers/netlink/sock_diag.ts";

const connections = gauge(
  "node_tcp_connection_states",
  "TCP sockets in a state, and the bytes in the queues of all of them.",
  "state",
);

/** States 1 to 11 of include/net/tcp_states.h. */
const STATES = [
  "",
  "established",
  "syn_sent",
  "syn_recv",
  "fin_wait1",
  "fin_wait2",
  "time_wait",
  "close",
  "close_wait",
  "last_ack",
  "listen",
  "closing",
];

export default defineCollector({
  name: "tcpstat",
  summary: "TCP sockets by state and their queues, from netlink.",
  enabledByDefault: false,
  families: [connections],
  sources: [netlink("sock-diag"), procfs("net/tcp6"), kernelOption("CONFIG_INET_TCP_DIAG")],
  flags: {},
  create({ host }) {
    const request4 = tcpDumpRequest(AF_INET);
    const request6 = tcpDumpRequest(AF_INET6);
    const v4 = new TcpSockets();
    const v6 = new TcpSockets();
    return (emit) => {
      host.native.netlink(NETLINK_SOCK_DIAG, request4, v4);
      if (host.proc.exists("net/tcp6")) host.native.netlink(NETLINK_SOCK_DIAG, request6, v6);
      else v6.begin();
      if (v4.sockets + v6.sockets === 0) return;
      for (const [state, name] of STATES.entries()) {
        const count = (v4.states[state] ?? 0) + (v6.states[state] ?? 0);
        if (count > 0 && name !== "") emit(connections, count, name);
      }
      emit(connections, v4.receiveQueued + v6.receiveQueued, "rx_queued_bytes");
      emit(connections, v4.transmitQueued + v6.transmitQueued, "tx_queued_bytes");
    };
  },
});
