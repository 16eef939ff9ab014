import { once } from "node:events";
import { createServer } from "node:http";
import { createRouter } from "../../../src/main/routes/router.ts";
import type { Route } from "../../../src/main/routes/route.ts";
import type { IsAuthenticated } from "../../../src/main/server/handler.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { type Answer, ask, type RequestOptions } from "../../support/request.ts";

export interface Served {
  readonly port: number;
  readonly get: (path: string, options?: RequestOptions) => Promise<Answer>;
}

/** Serves these routes on loopback until the test has ended. */
export async function serve(routes: readonly Route[], isAuthenticated: IsAuthenticated = () => false): Promise<Served> {
  const handler = createRouter(routes);
  const server = createServer((request, response) => handler(request, response, isAuthenticated));
  cleanUp(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, get: (path, options) => ask(port, path, options) };
}
