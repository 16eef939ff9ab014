import { constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineCollector } from "./kit/define.ts";
import { hasErrno, MISSING } from "./kit/errnos.ts";
import { isUnreadable } from "./kit/errors.ts";
import type { Skip } from "./parsers/skip.ts";
import { compareBytewise } from "./text-format/order.ts";
import { gauge } from "./kit/family.ts";
import { hostFile } from "./kit/sources.ts";
import { parseRunitStatus } from "./parsers/services/runit_status.ts";

const SUPERVISOR = "runit";

const state = gauge(
  "node_service_state",
  "State of the service: 0 down, 1 running, 2 finishing.",
  "service",
  "supervisor",
);
const desired = gauge("node_service_desired_state", "1 if the service is meant to be up.", "service", "supervisor");
const normal = gauge("node_service_normal_state", "1 unless the service is down by default.", "service", "supervisor");
const changed = gauge(
  "node_service_state_last_change_timestamp_seconds",
  "Time of the last change of state in seconds since the Unix epoch.",
  "service",
  "supervisor",
);

export default defineCollector({
  name: "runit",
  summary: "Services supervised by runit.",
  enabledByDefault: false,
  deprecated: "as in node_exporter; let a script write service states for the textfile collector",
  families: [state, desired, normal, changed],
  sources: [hostFile("/etc/service/**")],
  flags: {
    "collector.runit.servicedir": {
      type: "string",
      default: "/etc/service",
      help: "Directory of the services that runit supervises.",
    },
  },
  create(context) {
    const { skip } = context;
    const folder = context.flags["collector.runit.servicedir"];
    return (emit) => {
      for (const service of listServices(folder)) {
        const supervise = join(folder, service, "supervise");
        const bytes = readStatus(join(supervise, "status"), skip);
        if (bytes.length === 0) {
          context.log("debug", "service without a status", { service });
          continue;
        }
        const status = parseRunitStatus(bytes);
        emit(state, status.state, service, SUPERVISOR);
        emit(desired, Number(status.isWanted), service, SUPERVISOR);
        emit(normal, Number(!existsSync(join(supervise, "down"))), service, SUPERVISOR);
        emit(changed, status.changedAt, service, SUPERVISOR);
      }
    };
  },
});

function listServices(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .toSorted(compareBytewise);
}

/** Empty when there is none or it cannot be read. Opened so that a named pipe in its place cannot block. */
function readStatus(path: string, skip: Skip): Buffer {
  try {
    return readFileSync(path, { flag: constants.O_RDONLY | constants.O_NONBLOCK });
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (!hasErrno(error, MISSING)) skip(error);
    return Buffer.alloc(0);
  }
}
