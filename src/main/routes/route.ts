import type { IncomingMessage, ServerResponse } from "node:http";
import type { IsAuthenticated } from "../server/handler.ts";

/** An endpoint. */
export interface Route {
  /** One that ends with a slash serves all paths below it too, unless it `isExact`. */
  readonly path: string;
  readonly isExact?: true;
  readonly methods: readonly string[];
  /** `query`: what follows the question mark; undefined where there is none. */
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    query: string | undefined,
    isAuthenticated: IsAuthenticated,
  ) => void;
}

/** What every endpoint answers to so far. */
export const READING = ["GET", "HEAD"] as const;
