import { BlockList, isIP } from "node:net";
import { defineCollector } from "./kit/define.ts";
import { ConfigurationError } from "./kit/errors.ts";
import { gauge } from "./kit/family.ts";
import { network, systemCall } from "./kit/sources.ts";
import { secondsOf } from "./ntp/packet.ts";
import { measure, Sanity } from "./ntp/quality.ts";
import { queryNtp } from "./ntp/query.ts";

const stratum = gauge("node_ntp_stratum", "Servers between this one and a reference clock, itself included.");
const leap = gauge("node_ntp_leap", "Leap second announced: 1 one more, 2 one less; 3 is an unsynchronized clock.");
const roundTrip = gauge("node_ntp_rtt_seconds", "Time to the server and back.");
const offset = gauge("node_ntp_offset_seconds", "How far the server's clock is ahead of this host's.");
const reference = gauge(
  "node_ntp_reference_timestamp_seconds",
  "Last time that the server's clock was set, in seconds since the Unix epoch.",
);
const rootDelay = gauge("node_ntp_root_delay_seconds", "Time from the server to the reference clock and back.");
const rootDispersion = gauge("node_ntp_root_dispersion_seconds", "Maximum error of the server's clock.");
const sanity = gauge("node_ntp_sanity", "1 if the server is usable and agrees with this host's clock.");

const SERVER = "collector.ntp.server";
const PORT = "collector.ntp.server-port";
const VERSION = "collector.ntp.protocol-version";
const IS_LOCAL = "collector.ntp.server-is-local";
const TTL = "collector.ntp.ip-ttl";
const TOLERANCE = "collector.ntp.local-offset-tolerance";

const TIMEOUT_MS = 1000;

export default defineCollector({
  name: "ntp",
  summary: "Clock of the local NTP server compared with this host's.",
  enabledByDefault: false,
  deprecated: "as in node_exporter; the timex collector has the state of the kernel clock",
  families: [stratum, leap, roundTrip, offset, reference, rootDelay, rootDispersion, sanity],
  sources: [network(SERVER), systemCall("adjtimex")],
  flags: {
    [SERVER]: { type: "string", default: "127.0.0.1", help: "Address of the NTP server." },
    [PORT]: { type: "int", default: 123, help: "UDP port of the NTP server." },
    [VERSION]: { type: "int", default: 4, help: "Version of the protocol, 2 to 4." },
    [IS_LOCAL]: {
      type: "bool",
      default: false,
      help: "Treat the server as local even without a loopback address.",
    },
    [TTL]: {
      type: "int",
      default: 1,
      help: "Time to live of the packets; 0 for the system's default.",
    },
    "collector.ntp.max-distance": {
      type: "duration",
      default: "3.46608s",
      help: "Maximum distance to the reference clock for the server to count as good.",
    },
    [TOLERANCE]: {
      type: "duration",
      default: "1ms",
      help: "Maximum offset between the server's clock and this host's.",
    },
  },
  create({ host, flags }) {
    const server = { host: flags[SERVER], port: flags[PORT], version: flags[VERSION], ttl: flags[TTL] };
    const tolerance = flags[TOLERANCE];
    if (!flags[IS_LOCAL] && !isLoopback(server.host))
      throw refused(SERVER, `${JSON.stringify(server.host)} is not a loopback address (see --${IS_LOCAL})`);
    if (server.port < 1 || server.port > 65_535) throw refused(PORT, `${server.port} is not a port`);
    if (server.version < 2 || server.version > 4) throw refused(VERSION, `${server.version} is not 2, 3 or 4`);
    if (server.ttl < 0 || server.ttl > 255) throw refused(TTL, `${server.ttl} is not between 0 and 255`);
    if (tolerance < 0) throw refused(TOLERANCE, "must not be negative");
    const judge = new Sanity({ maxDistance: flags["collector.ntp.max-distance"], tolerance });
    return async (emit, { deadline }) => {
      const exchange = await queryNtp(host.native, server, Math.min(deadline, performance.now() + TIMEOUT_MS));
      const { answer } = exchange;
      const measured = measure(exchange);
      emit(stratum, answer.stratum);
      emit(leap, answer.leap);
      emit(roundTrip, measured.roundTrip);
      emit(offset, measured.offset);
      emit(reference, answer.reference === undefined ? 0 : secondsOf(answer.reference));
      emit(rootDelay, answer.rootDelay);
      emit(rootDispersion, answer.rootDispersion);
      emit(sanity, Number(judge.judge(exchange, measured)));
    };
  },
});

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}

function refused(flag: string, problem: string): ConfigurationError {
  return new ConfigurationError(`--${flag}: ${problem}`);
}
