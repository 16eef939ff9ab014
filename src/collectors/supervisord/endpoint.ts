import { ConfigurationError } from "../kit/errors.ts";

/** Where to send calls. */
export interface Endpoint {
  readonly isTls: boolean;
  readonly host: string;
  /** Undefined for the usual one. */
  readonly port: number | undefined;
  /** Unix socket to use instead of host and port. */
  readonly socketPath: string | undefined;
  readonly path: string;
  /** `user:password`, or undefined without. */
  readonly auth: string | undefined;
}

/** Reads an `http:`, `https:` or `unix:` URL; a ConfigurationError that names the flag for any other. */
export function parseEndpoint(flag: string, text: string): Endpoint {
  if (!URL.canParse(text)) throw invalid(flag, text);
  const url = new URL(text);
  if (url.protocol === "unix:") return socketEndpoint(flag, text, decode(flag, text, url.pathname));
  if (url.protocol !== "http:" && url.protocol !== "https:") throw invalid(flag, text);
  return {
    isTls: url.protocol === "https:",
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? undefined : Number(url.port),
    socketPath: undefined,
    path: `${url.pathname}${url.search}`,
    auth: authOf(flag, text, url),
  };
}

function socketEndpoint(flag: string, text: string, socketPath: string): Endpoint {
  if (!socketPath.startsWith("/") || socketPath === "/") throw invalid(flag, text);
  return { isTls: false, host: "unix", port: undefined, socketPath, path: "/RPC2", auth: undefined };
}

function authOf(flag: string, text: string, { username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  return `${decode(flag, text, username)}:${decode(flag, text, password)}`;
}

function decode(flag: string, text: string, encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw new ConfigurationError(invalid(flag, text).message, { cause: error });
  }
}

/** The URL may hold a password. */
function invalid(flag: string, text: string): ConfigurationError {
  return new ConfigurationError(
    `--${flag}: ${JSON.stringify(text.replace(/\/\/[^/]*@/, "//…@"))} is not an http, https or unix URL`,
  );
}
