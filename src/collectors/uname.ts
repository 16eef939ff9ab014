import { readFileSync } from "node:fs";
import { hostname, machine, release, type, version } from "node:os";
import { defineCollector } from "./define.ts";
import { gauge } from "./family.ts";
import { decodeUtf8 } from "./utf8.ts";

const info = gauge(
  "node_uname_info",
  "Kernel and host as uname(2) names them, as labels; always 1.",
  "sysname",
  "release",
  "version",
  "machine",
  "nodename",
  "domainname",
);

/** The one field of uname(2) that node:os lacks. It is that of the reading process, whatever --path.procfs is. */
const DOMAIN_NAME = "/proc/sys/kernel/domainname";

export default defineCollector({
  name: "uname",
  summary: "Kernel and host name as uname(2) gives them.",
  enabledByDefault: true,
  flags: {},
  create() {
    return (emit) => emit(info, 1, type(), release(), version(), machine(), hostname(), domainName());
  },
});

function domainName(): string {
  return decodeUtf8(readFileSync(DOMAIN_NAME)).replace(/\n$/, "");
}
