/** Serves in a process of its own, whose timers are all of the server, and prints which of them there are and when. */
import { once } from "node:events";
import { connect } from "node:net";
import { parseListenAddress } from "../../../src/main/options/listen-address.ts";
import { defaultLimits } from "../../../src/main/server/limits.ts";
import { SlowClients } from "../../../src/main/server/slow-clients.ts";
import { openWeb } from "../../../src/main/server/web.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";

const observer = new RecordingObserver();
const web = await openWeb(
  { listen: [parseListenAddress("127.0.0.1:0")], sockets: [], allowed: [], configFile: "" },
  (_request, response) => void response.end("hello"),
  { observer, log: () => {}, slowClients: new SlowClients(observer) },
  { ...defaultLimits(), headers: 100, request: 100, keepAlive: 200, write: 100, sweep: 10 },
);

const timers = (): string[] => process.getActiveResourcesInfo().filter((name) => name === "Timeout");
const before = timers();
const [address = ""] = web.addresses;
const socket = connect({ host: "127.0.0.1", port: Number(address.slice(address.lastIndexOf(":") + 1)) });
socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
await once(socket, "data");
const during = timers();
await once(socket.resume(), "close");
let after = timers();
while (after.length > 0) {
  await new Promise((resolve) => void setImmediate(resolve));
  after = timers();
}
process.stdout.write(JSON.stringify({ before, during, after }));
await web.close(0);
