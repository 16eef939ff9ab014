import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect, type ClientHttp2Session, type SessionOptions } from "node:http2";
import type { Socket } from "node:net";
import { Http2 } from "../../../src/main/server/http2.ts";
import { defaultLimits } from "../../../src/main/server/limits.ts";
import { Sweeper } from "../../../src/main/server/sweeper.ts";
import { cleanUp } from "../../support/clean-up.ts";

/** A client of a server that speaks HTTP/2 without TLS on loopback, until the test has ended. */
export async function http2Client(handler: RequestListener, options: SessionOptions = {}): Promise<ClientHttp2Session> {
  const sweeper = new Sweeper(0);
  const http2 = new Http2(defaultLimits(), sweeper, handler);
  const carrier = createServer().removeAllListeners("connection");
  carrier.on("connection", (socket: Socket) => http2.accept(socket));
  carrier.listen(0, "127.0.0.1");
  await once(carrier, "listening");
  const address = carrier.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const client = connect(`http://127.0.0.1:${port}`, options);
  client.on("error", () => {});
  cleanUp(() => {
    client.destroy();
    carrier.close();
    sweeper.stop();
  });
  return client;
}

/** Sends a request whose client breaks it off with the function that is returned. */
export function breakable(client: ClientHttp2Session, path: string, method = "GET"): () => void {
  const stream = client.request({ ":path": path, ":method": method });
  stream.on("error", () => {});
  return () => stream.close(CANCEL);
}

const CANCEL = 8;
