import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler, IsAuthenticated } from "../server/handler.ts";
import { reply } from "../server/replies.ts";
import { READING, type Route } from "./route.ts";
import { cleanPath, parseTarget, type RequestTarget, safeLocation } from "./target.ts";

/** Finds the route of every request, as Go's ServeMux does. Of two routes with the same path the first one counts. */
export function createRouter(routes: readonly Route[]): Handler {
  const exact = new Map(routes.toReversed().map((route) => [route.path, route]));
  const subtrees = [...exact.values()].filter(({ path, isExact }) => path.endsWith("/") && isExact !== true);
  const find = ({ path }: RequestTarget): Route | undefined =>
    exact.get(path) ?? subtrees.find((route) => path.startsWith(route.path));
  return (request, response, isAuthenticated) => {
    const { url = "/" } = request;
    // Most requests ask for a path of the table as it stands there.
    const mark = url.indexOf("?");
    const route = exact.get(mark < 0 ? url : url.slice(0, mark));
    if (route !== undefined)
      return run(route, request, response, mark < 0 ? undefined : url.slice(mark + 1), isAuthenticated);
    const target = parseTarget(url);
    const moved = newPath(target, exact);
    if (moved !== undefined) redirect(response, moved, target.query);
    else run(find(target), request, response, target.query, isAuthenticated);
  };
}

/** The path without empty parts and dots, or with the slash that a subtree ends with; undefined: it stays. */
function newPath({ raw, path }: RequestTarget, exact: ReadonlyMap<string, Route>): string | undefined {
  if (!raw.startsWith("/")) return undefined;
  const clean = cleanPath(raw);
  if (clean !== raw) return clean;
  const withSlash = exact.get(`${path}/`);
  return withSlash === undefined || withSlash.isExact === true || exact.has(path) ? undefined : `${raw}/`;
}

function redirect(response: ServerResponse, path: string, query: string | undefined): void {
  const location = safeLocation(query === undefined ? path : `${path}?${query}`);
  reply(response, 307, `Moved to ${location}\n`, { Location: location });
}

function run(
  route: Route | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  query: string | undefined,
  isAuthenticated: IsAuthenticated,
): void {
  const { methods } = route ?? { methods: READING };
  if (!methods.some((method) => method === request.method)) {
    reply(response, 405, "Method Not Allowed\n", { Allow: methods.join(", ") });
  } else if (route === undefined) reply(response, 404, "404 page not found\n");
  else route.handle(request, response, query, isAuthenticated);
}
