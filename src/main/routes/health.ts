import { reply } from "../server/replies.ts";
import { READING, type Route } from "./route.ts";

/** `/-/healthy`: the program runs. */
export function healthyRoute(): Route {
  return { path: "/-/healthy", methods: READING, handle: (_request, response) => reply(response, 200, "Healthy\n") };
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
