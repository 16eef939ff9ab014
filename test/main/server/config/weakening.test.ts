import { expect, test } from "vitest";
import { parseWebConfig } from "../../../../src/main/server/config/web-config.ts";
import { weakening } from "../../../../src/main/server/config/weakening.ts";

const USERS = `basic_auth_users: {alice: $2b$04$${"a".repeat(53)}}\n`;
const tls = (rest = ""): string => `tls_server_config: {cert: a, key: b${rest}}\n`;
const verified = tls(", client_auth_type: RequireAndVerifyClientCert");

test.each([
  [USERS, "", "it is empty; removing every setting needs a restart"],
  [USERS, "http_server_config: {headers: {X-Frame-Options: deny}}", "removing every user needs a restart"],
  [USERS, USERS.replace("alice", "bob"), undefined],
  ["", USERS, undefined],
  ["", "", undefined],
  [USERS, USERS + tls(), "turning TLS on or off needs a restart"],
  [USERS + tls(), USERS, "turning TLS on or off needs a restart"],
  [verified, tls(), "a weaker client_auth_type needs a restart"],
  [verified, tls(", client_auth_type: VerifyClientCertIfGiven"), "a weaker client_auth_type needs a restart"],
  [tls(), verified, undefined],
  [
    tls(", client_auth_type: RequireAnyClientCert, client_allowed_sans: [a]"),
    tls(", client_auth_type: RequireAnyClientCert"),
    "removing client_allowed_sans needs a restart",
  ],
])("%j to %j", (running, changed, expected) => {
  expect(weakening(parseWebConfig(running, "web.yml"), parseWebConfig(changed, "web.yml"))).toBe(expected);
});
