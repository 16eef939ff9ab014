import type { Row, TestReference } from "../row.ts";
import { silentBus } from "./bus.ts";
import { badHandshakes, halfOpenHandshakes } from "./handshakes.ts";
import { badFrames, frameFloods, heldStreams } from "./http2.ts";
import { refusalTimes } from "./logins.ts";
import { rotation } from "./rotation.ts";

const tests = (id: string, what: string, file: string, name?: RegExp, ...more: readonly TestReference[]): Row => ({
  id,
  what,
  tests: [name === undefined ? { file } : { file, name }, ...more],
});

const BUS = "collectors/kernel/dbus/connection.test.ts";
const TLS = "main/server/tls.test.ts";
const AUTH = "main/server/auth.test.ts";
const RELOAD = "main/server/reload.test.ts";
const HTTP2 = "main/server/http2.test.ts";

/** Rows that the tests of the single parts cover. */
export const suiteRows: readonly Row[] = [
  {
    ...tests(
      "D1",
      "a bus that accepts and never answers",
      BUS,
      /never answer/,
      { file: "collectors/systemd.test.ts", name: /never answers/ },
      { file: "collectors/kernel/dbus/patience.test.ts" },
    ),
    run: silentBus,
  },
  tests("D2", "a bus that is absent, refuses, closes, sends garbage, announces 100 MB", BUS),
  tests("D3", "5,000 units", "collectors/systemd.test.ts", /5,000 units/),
  tests("W1", "every key and rule of the web configuration", "main/server/config/fixtures.test.ts"),
  tests("W2", "YAML: repeated keys, anchors, tabs, large files", "main/config-files/yaml-value.test.ts", undefined, {
    file: "main/server/config/fixtures.test.ts",
    name: /duplicate|anchor|tab|merge/,
  }),
  tests("W3", "the configuration is emptied, broken, removed while running", RELOAD, /^users/),
  tests("W4", "relative paths from another directory", "main/server/config/fixtures.test.ts", /tls_files\.good/),
  {
    ...tests("W5", "certificates and users swapped under load", RELOAD, /without one failed handshake/),
    only: "slow",
    run: rotation,
  },
  tests("W6", "certificate and key do not match for a while", RELOAD, /never half of them/),
  tests(
    "W7",
    "client certificates, by client_auth_type; sessions resumed after another authority",
    TLS,
    /client certificates/,
    {
      file: "main/server/resumption.test.ts",
    },
  ),
  tests("W8", "names in client certificates", "main/server/tls/client-certificate.test.ts"),
  tests("W9", "TLS versions, cipher suites, curves", TLS, /versions, suites and curves/),
  tests("W10", "plain HTTP on the TLS port", TLS, /HTTP is told/),
  {
    ...tests("W11", "handshakes: stalled, malformed, renegotiation", TLS, /garbage|stalled|renegotiation/),
    only: "slow",
    run: badHandshakes,
  },
  {
    ...tests("W12", "HTTP/2: idle, rapid reset, floods of frames, responses that are not read", HTTP2),
    only: "slow",
    run: badFrames,
  },
  { id: "W13", what: "HTTP/2: floods of frames on many connections", only: "slow", run: frameFloods },
  {
    ...tests("W14", "HTTP/2: many connections that hold what they may", HTTP2, /makes room|not taken/),
    only: "slow",
    run: heldStreams,
  },
  { id: "W15", what: "1,000 half-open handshakes", only: "slow", run: halfOpenHandshakes },
  tests("A1", "all kinds of credentials", AUTH, /who is let in/),
  tests("A2", "the credentials of CVE-2022-46146", AUTH, /CVE-2022-46146/, {
    file: "main/server/auth/verdicts.test.ts",
  }),
  tests("A3", "fakeuser:fakepassword", AUTH, /who is let in/),
  {
    ...tests("A4", "time for an unknown user", "main/server/auth/check-queue.test.ts"),
    only: "slow",
    run: refusalTimes,
  },
  tests("A5", "an expensive password check during scrapes", AUTH, /costly login/),
  tests("A6", "a flood of wrong passwords", "main/server/auth/verdicts.test.ts", /flood/, {
    file: AUTH,
    name: /many logins checked at once/,
  }),
  tests("A7", "event loop during bcrypt", AUTH, /neither the event loop/),
  tests("R1", "rate limit, also with burst 0", AUTH, /burst/, { file: "main/server/rate-limiter.test.ts" }),
];
