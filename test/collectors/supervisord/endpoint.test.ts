import { expect, test } from "vitest";
import { ConfigurationError } from "../../../src/collectors/kit/errors.ts";
import { parseEndpoint } from "../../../src/collectors/supervisord/endpoint.ts";

const NOTHING = { isTls: false, port: undefined, socketPath: undefined, auth: undefined };

test.each([
  ["http://localhost:9001/RPC2", { ...NOTHING, host: "localhost", port: 9001, path: "/RPC2" }],
  ["https://[::1]/a?b=c", { ...NOTHING, isTls: true, host: "::1", path: "/a?b=c" }],
  ["http://me:p%40ss@h/", { ...NOTHING, host: "h", path: "/", auth: "me:p@ss" }],
  ["unix:///run/a%20b.sock", { ...NOTHING, host: "unix", socketPath: "/run/a b.sock", path: "/RPC2" }],
])("%s", (url, endpoint) => {
  expect(parseEndpoint("flag", url)).toEqual(endpoint);
});

test.each(["", "localhost:9001", "ftp://host/", "unix://", "unix:///", "http://a:%zz@b/", "/run/a.sock"])(
  "%j is refused with the flag's name",
  (url) => {
    expect(() => parseEndpoint("flag", url)).toThrow(ConfigurationError);
    expect(() => parseEndpoint("flag", url)).toThrow(/^--flag: ".*" is not an http, https or unix URL$/);
  },
);

test("a refused URL does not show its password", () => {
  expect(() => parseEndpoint("flag", "ftp://me:secret@host/")).toThrow('"ftp://…@host/"');
});
