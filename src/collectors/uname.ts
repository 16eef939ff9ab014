import { readFileSync } from "node:fs";
import { hostname, machine, release, type, version } from "node:os";
import { defineCollector } from "./kit/define.ts";
import { errnoOf } from "./kit/errors.ts";
import { gauge } from "./kit/family.ts";
import type { Native } from "./kit/host.ts";
import { hostFile, systemCall } from "./kit/sources.ts";
import { decodeUtf8 } from "./parsers/utf8.ts";

const info = gauge(
  "node_uname_info",
  "Kernel and host from uname(2) as labels; always 1.",
  "sysname",
  "release",
  "version",
  "machine",
  "nodename",
  "domainname",
);

/** struct utsname (include/uapi/linux/utsname.h): six texts, each ended by a zero byte. */
const FIELD_BYTES = 65;
const FIELDS = 6;

export default defineCollector({
  name: "uname",
  summary: "Kernel and host name from uname(2).",
  enabledByDefault: true,
  families: [info],
  sources: [systemCall("uname"), hostFile("/proc/sys/kernel/domainname")],
  flags: {},
  create({ host: { native } }) {
    const read = namesReader(native);
    return (emit) => {
      const names = read();
      emit(info, 1, names.system, names.release, names.version, names.machine, names.node, names.domain);
    };
  },
});

interface Names {
  readonly system: string;
  readonly node: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domain: string;
}

function namesReader(native: Native): () => Names {
  const now = Buffer.alloc(FIELD_BYTES * FIELDS);
  const last = Buffer.alloc(now.length);
  let names = fieldsOf(last);
  return () => {
    try {
      native.uname(now);
    } catch (error) {
      if (errnoOf(error) === "ENOSYS") return namesByNode();
      throw error;
    }
    if (now.equals(last)) return names;
    now.copy(last);
    return (names = fieldsOf(now));
  };
}

/** Where the C library cannot be called. The domain is that of the reading process, whatever --path.procfs is. */
function namesByNode(): Names {
  const domain = decodeUtf8(readFileSync("/proc/sys/kernel/domainname")).replace(/\n$/, "");
  return { system: type(), node: hostname(), release: release(), version: version(), machine: machine(), domain };
}

function fieldsOf(utsname: Buffer): Names {
  const field = (index: number): string => {
    const bytes = utsname.subarray(index * FIELD_BYTES, (index + 1) * FIELD_BYTES);
    const end = bytes.indexOf(0);
    return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
  };
  return {
    system: field(0),
    node: field(1),
    release: field(2),
    version: field(3),
    machine: field(4),
    domain: field(5),
  };
}
