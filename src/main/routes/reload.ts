import type { IncomingMessage } from "node:http";
import { reply } from "../server/replies.ts";
import type { Route } from "./route.ts";

/** Reads the config files again; `problem`: why nothing has changed. Never rejects. */
export type Reload = () => Promise<{ readonly problem?: string }>;

/** `/-/reload`, as Prometheus has it. `isEnabled`: `--web.enable-lifecycle`. */
export function reloadRoute(isEnabled: boolean, reload: Reload): Route {
  return {
    path: "/-/reload",
    methods: ["POST", "PUT"],
    handle(request, response) {
      if (!isEnabled) return reply(response, 403, "Lifecycle API is not enabled.\n");
      // Whoever opens a page of somebody else must not reload by it.
      if (isForeign(request)) return reply(response, 403, "Requests from other sites are not allowed.\n");
      void reload().then(({ problem }) => {
        if (problem === undefined) reply(response, 200, "");
        else reply(response, 500, `failed to reload config: ${problem}\n`);
      });
    },
  };
}

function isForeign({ headers }: IncomingMessage): boolean {
  const { origin, host = headers[":authority"] } = headers;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
}
