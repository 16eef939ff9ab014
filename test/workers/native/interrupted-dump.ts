/** Runs in a network namespace of its own: adds an interface in the middle of a dump, writes how the dump went to stdout. */
import { execFileSync } from "node:child_process";
import { buildRequest, NETLINK_ROUTE, NLM_F_DUMP } from "../../../src/collectors/parsers/netlink/message.ts";
import { NetlinkSockets } from "../../../src/workers/native/netlink.ts";

const RTM_GETLINK = 18;

/** Room for a few interfaces: the kernel writes the others when there is room again. */
const RECEIVE_BYTES = 4096;

const add = (name: string) => execFileSync("ip", ["link", "add", name, "type", "bridge"]);
for (let i = 0; i < 20; i++) add(`early${i}`);
let begins = 0;
let links = 0;
new NetlinkSockets(RECEIVE_BYTES).exchange(NETLINK_ROUTE, buildRequest(RTM_GETLINK, NLM_F_DUMP, Buffer.alloc(16)), {
  begin() {
    begins++;
    links = 0;
  },
  message() {
    if (begins === 1 && links === 0) add("late");
    links++;
  },
});
console.log(JSON.stringify({ begins, links }));
