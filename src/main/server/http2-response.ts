import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";

/**
 * A response of Node.js' compatible HTTP/2 with what handlers rely on and it lacks: `destroyed`, and the event `close`
 * where the client breaks off a HEAD request.
 */
export function asHttp1(response: Http2ServerResponse): ServerResponse {
  const { stream } = response;
  Object.defineProperty(response, "destroyed", { get: () => stream.destroyed });
  // Changes nothing where the response has ended or closed.
  stream.once("close", () => response.end());
  return response as unknown as ServerResponse;
}
