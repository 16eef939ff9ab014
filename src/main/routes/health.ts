import { reply } from "../server/replies.ts";
import { READING, type Route } from "./route.ts";

/** `/-/healthy`, and `/health` for probes that were made for other exporters: the program runs. */
export function healthyRoute(path: "/-/healthy" | "/health"): Route {
  return { path, methods: READING, handle: (_request, response) => reply(response, 200, "Healthy\n") };
}

/** `/-/ready`: the program can collect. */
export function readyRoute(isReady: () => boolean): Route {
  return {
    path: "/-/ready",
    methods: READING,
    handle: (_request, response) => {
      if (isReady()) reply(response, 200, "Ready\n");
      else reply(response, 503, "Not ready: no worker can be started.\n");
    },
  };
}
