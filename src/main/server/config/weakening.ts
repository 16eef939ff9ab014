import { CLIENT_AUTH_TYPES } from "./go-names.ts";
import type { TlsConfig } from "./tls-config.ts";
import type { WebConfig } from "./web-config.ts";

/**
 * Why a changed configuration may not replace the running one; undefined when it may. A file that was emptied or cut
 * short is valid and asks for less protection, so that less protection always takes a restart.
 */
export function weakening(running: WebConfig, changed: WebConfig): string | undefined {
  if (isEmpty(changed) && !isEmpty(running)) return "it is empty; removing every setting needs a restart";
  if ((running.tls === undefined) !== (changed.tls === undefined)) return "turning TLS on or off needs a restart";
  if (running.users.size > 0 && changed.users.size === 0) return "removing every user needs a restart";
  if (running.tls === undefined || changed.tls === undefined) return undefined;
  return weakerClients(running.tls, changed.tls);
}

function isEmpty({ tls, users, headers, rateLimit }: WebConfig): boolean {
  return tls === undefined && users.size === 0 && headers.length === 0 && rateLimit === undefined;
}

function weakerClients(running: TlsConfig, changed: TlsConfig): string | undefined {
  if (strength(changed) < strength(running)) return "a weaker client_auth_type needs a restart";
  if (running.allowedSans.length > 0 && changed.allowedSans.length === 0) {
    return "removing client_allowed_sans needs a restart";
  }
  return undefined;
}

/** Weakest first. */
const ORDER = Object.values(CLIENT_AUTH_TYPES);

function strength({ clientAuth }: TlsConfig): number {
  return ORDER.indexOf(clientAuth);
}
