import { resolve } from "node:path";
import {
  CIPHER_SUITES,
  CLIENT_AUTH_TYPES,
  CURVES,
  isNameOf,
  TLS13_SUITES,
  TLS_VERSIONS,
  type ClientAuth,
  type TlsVersion,
} from "./go-names.ts";
import type { YamlValue } from "../../config-files/yaml-value.ts";

/** Certificates or a key in PEM: in a file, or written into the configuration. */
export interface Pem {
  readonly file: string | undefined;
  readonly text: string;
  /** Where the configuration says so, for messages. */
  readonly place: string;
}

export interface TlsConfig {
  readonly cert: Pem;
  readonly key: Pem;
  readonly clientCa: Pem | undefined;
  readonly clientAuth: ClientAuth;
  /** One of these has to be a subject alternative name of the client's certificate; empty: any will do. */
  readonly allowedSans: readonly string[];
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  /** Undefined: all that are known. */
  readonly suites: readonly string[] | undefined;
  readonly curves: readonly string[];
  readonly place: string;
}

const KEYS = [
  "cert",
  "cert_file",
  "key",
  "key_file",
  "client_ca",
  "client_ca_file",
  "client_auth_type",
  "client_allowed_sans",
  "min_version",
  "max_version",
  "cipher_suites",
  "prefer_server_cipher_suites",
  "curve_preferences",
] as const;

type Get = (name: (typeof KEYS)[number]) => YamlValue | undefined;

/** Undefined when nothing switches TLS on: a certificate, a key, a CA or a client auth type does. */
export function readTls(value: YamlValue | undefined, directory: string): TlsConfig | undefined {
  if (value === undefined) return undefined;
  const get = value.record(KEYS);
  const pem = (name: "cert" | "key" | "client_ca"): Pem | undefined => readPem(get, name, directory);
  const [cert, key, clientCa] = [pem("cert"), pem("key"), pem("client_ca")];
  const authType = get("client_auth_type")?.text() ?? "";
  const rest = readRest(value, get, clientCa);
  if (cert === undefined && key === undefined && clientCa === undefined && authType === "") return undefined;
  if (cert === undefined) throw value.error("cert or cert_file is missing");
  if (key === undefined) throw value.error("key or key_file is missing");
  return { cert, key, clientCa, ...rest, place: value.place };
}

/** A file goes before a text, as in node_exporter. */
function readPem(get: Get, name: "cert" | "key" | "client_ca", directory: string): Pem | undefined {
  const path = get(`${name}_file`);
  const file = path?.text() ?? "";
  if (path !== undefined && file !== "") return { file: resolve(directory, file), text: "", place: path.place };
  const inline = get(name);
  const text = inline?.text() ?? "";
  return inline === undefined || text === "" ? undefined : { file: undefined, text, place: inline.place };
}

function readRest(
  value: YamlValue,
  get: Get,
  clientCa: Pem | undefined,
): Omit<TlsConfig, "cert" | "key" | "place" | "clientCa"> {
  get("prefer_server_cipher_suites")?.boolean();
  const clientAuth = readClientAuth(get, clientCa);
  const allowedSans =
    get("client_allowed_sans")
      ?.texts()
      .map((name) => name.text()) ?? [];
  if (allowedSans.length > 0 && clientAuth === "none") {
    throw value.error("client_allowed_sans needs a client_auth_type that asks for a certificate");
  }
  return { clientAuth, allowedSans, ...readVersions(value, get), suites: readSuites(get), curves: readCurves(get) };
}

function readClientAuth(get: Get, clientCa: Pem | undefined): ClientAuth {
  const value = get("client_auth_type");
  const name = value?.text() ?? "";
  if (value !== undefined && name !== "" && !isNameOf(CLIENT_AUTH_TYPES, name))
    throw value.error(`unknown type: ${name}`);
  const clientAuth = isNameOf(CLIENT_AUTH_TYPES, name) ? CLIENT_AUTH_TYPES[name] : "none";
  const ca = get("client_ca_file") ?? get("client_ca");
  if (clientCa !== undefined && ca !== undefined && clientAuth === "none") {
    throw ca.error("a client CA needs a client_auth_type that asks for a certificate");
  }
  return clientAuth;
}

function readVersions(value: YamlValue, get: Get): { minVersion: TlsVersion; maxVersion: TlsVersion } {
  const minVersion = readVersion(get("min_version"), "TLS12");
  const maxVersion = readVersion(get("max_version"), "TLS13");
  const order = Object.keys(TLS_VERSIONS);
  if (order.indexOf(minVersion) > order.indexOf(maxVersion)) {
    throw value.error(`min_version ${minVersion} is newer than max_version ${maxVersion}`);
  }
  return { minVersion, maxVersion };
}

function readVersion(value: YamlValue | undefined, byDefault: TlsVersion): TlsVersion {
  const name = value?.text() ?? byDefault;
  if (isNameOf(TLS_VERSIONS, name)) return name;
  throw value?.error(`unknown TLS version: ${name}`);
}

function readSuites(get: Get): readonly string[] | undefined {
  const values = get("cipher_suites")?.texts() ?? [];
  const names = values.map((value) => {
    const name = value.text();
    if (isNameOf(CIPHER_SUITES, name) || (TLS13_SUITES as readonly string[]).includes(name)) return name;
    throw value.error(`unknown cipher: ${name}`);
  });
  return names.length === 0 ? undefined : names;
}

function readCurves(get: Get): readonly string[] {
  const values = get("curve_preferences")?.texts() ?? [];
  return values.map((value) => {
    const name = value.text();
    if (isNameOf(CURVES, name)) return CURVES[name];
    throw value.error(`unknown curve: ${name}`);
  });
}
