import type { IncomingMessage, ServerResponse } from "node:http";

/** Whether the client has proved who it is, by its password or by a certificate that was verified. */
export type IsAuthenticated = (request: IncomingMessage) => boolean;

/** Answers the requests that were let in. */
export type Handler = (request: IncomingMessage, response: ServerResponse, isAuthenticated: IsAuthenticated) => void;
