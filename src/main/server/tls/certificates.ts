import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import type { SecureContextOptions } from "node:tls";
import { fingerprint, readBoundedFile } from "../../config-files/bounded-file.ts";
import { CIPHER_SUITES, isNameOf, TLS13_SUITES, TLS_VERSIONS } from "../config/go-names.ts";
import type { Pem, TlsConfig } from "../config/tls-config.ts";
import { nodeCrypto, nodeTls } from "../late-modules.ts";
import { reasonOf } from "../../reason-of.ts";
import { WebError } from "../web-error.ts";
import { verifiesClients } from "./client-certificate.ts";

/** Where distributions keep the authorities that the system trusts. */
const SYSTEM_CAS = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Reads every file that TLS needs and checks that they fit together; throws WebError with the key of the bad one. */
export function loadCertificates(tls: TlsConfig): SecureContextOptions {
  const cert = readCertificates(tls.cert);
  const key = readPem(tls.key);
  checkKey(tls, cert, key);
  checkStrength(tls, cert, key);
  const options: SecureContextOptions = {
    cert,
    key,
    ...clientAuthorities(tls),
    // As in Go: an intermediate authority needs no root beside it, and a client's own certificate no authority.
    allowPartialTrustChain: verifiesClients(tls),
    ...versions(tls),
    ciphers: ciphers(tls),
    honorCipherOrder: true,
    ...(tls.curves.length > 0 && { ecdhCurve: tls.curves.join(":") }),
    secureOptions: secureOptions(tls),
  };
  try {
    nodeTls().createSecureContext(options);
  } catch (error) {
    throw new WebError(`${tls.place}: ${reasonOf(error)}`);
  }
  return options;
}

/** Changes whenever one of the files does. */
export function certificatesFingerprint(tls: TlsConfig): string {
  const files = [tls.cert, tls.key, tls.clientCa].flatMap((pem) => (pem?.file === undefined ? [] : [pem.file]));
  return files.map(fingerprint).join(" ");
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** When the first certificate of the server's chain expires, in seconds since the Unix epoch. */
export function earliestExpiry({ cert }: SecureContextOptions): number {
  const chain = String(cert);
  return Math.min(...[chain, ...(chain.match(CERTIFICATE) ?? [])].map(expiry));
}

/** Of the first certificate in this text; infinite where there is none. */
function expiry(pem: string): number {
  try {
    const { X509Certificate } = nodeCrypto();
    return new X509Certificate(pem).validToDate.getTime() / 1000;
  } catch {
    // What OpenSSL passes over does not expire.
    return Infinity;
  }
}

function readPem({ file, text, place }: Pem): string {
  if (file === undefined) return text;
  try {
    return readBoundedFile(file);
  } catch (error) {
    throw new WebError(`${place}: ${reasonOf(error)}`);
  }
}

function readCertificates(pem: Pem): string {
  const text = readPem(pem);
  const { X509Certificate } = nodeCrypto();
  try {
    void new X509Certificate(text);
  } catch {
    // The reason is a number and a routine of OpenSSL, which say less than this.
    throw new WebError(`${pem.place}: no certificate in PEM is in it`);
  }
  return text;
}

function checkKey(tls: TlsConfig, cert: string, key: string): void {
  const { X509Certificate } = nodeCrypto();
  if (!new X509Certificate(cert).checkPrivateKey(parseKey(key, tls.key.place))) {
    throw new WebError(`${tls.key.place}: the key does not belong to the certificate`);
  }
}

/** Weak keys and signatures are refused by OpenSSL, at the security level of the ciphers. */
function checkStrength(tls: TlsConfig, cert: string, key: string): void {
  try {
    nodeTls().createSecureContext({ cert, key, ciphers: ciphers(tls) });
  } catch (error) {
    const reason = error instanceof Error && "reason" in error ? String(error.reason) : reasonOf(error);
    throw new WebError(`${tls.cert.place}: OpenSSL refuses the certificate: ${reason}`);
  }
}

function parseKey(text: string, place: string): KeyObject {
  try {
    return nodeCrypto().createPrivateKey(text);
  } catch {
    // As above; an encrypted key ends here too.
    throw new WebError(`${place}: no private key in PEM without a passphrase is in it`);
  }
}

/** Without a CA of its own, a certificate is held against those that the system trusts. */
function clientAuthorities(tls: TlsConfig): Pick<SecureContextOptions, "ca"> {
  if (tls.clientCa !== undefined) return { ca: readCertificates(tls.clientCa) };
  if (!verifiesClients(tls)) return {};
  const bundle = SYSTEM_CAS.find((path) => existsSync(path));
  if (bundle === undefined) throw new WebError(`${tls.place}: client_ca is missing, and the system has no authorities`);
  return { ca: readBoundedFile(bundle) };
}

/**
 * Renegotiation costs the server more than the client, and nothing here needs it. A resumed session has the verdict of
 * its first handshake, so that a certificate could be used after its end: where clients are verified, all handshakes
 * are full ones. Sessions without tickets do not exist, since Node.js keeps none itself.
 */
function secureOptions(tls: TlsConfig): number {
  const { SSL_OP_NO_RENEGOTIATION, SSL_OP_NO_TICKET } = nodeCrypto().constants;
  return SSL_OP_NO_RENEGOTIATION | (verifiesClients(tls) ? SSL_OP_NO_TICKET : 0);
}

function versions(tls: TlsConfig): Pick<SecureContextOptions, "minVersion" | "maxVersion"> {
  return { minVersion: TLS_VERSIONS[tls.minVersion], maxVersion: TLS_VERSIONS[tls.maxVersion] };
}

/**
 * Level 1 of OpenSSL accepts RSA keys from 1024 bits on and no SHA-1 signatures, as Go does; its default depends on the
 * version of Node.js. TLS 1.0 and 1.1 need the signatures that level 0 alone allows. Without suites below TLS 1.3, Node.js
 * takes no level.
 */
function ciphers({ suites = Object.keys(CIPHER_SUITES), minVersion }: TlsConfig): string {
  const names = suites.flatMap((name) => (isNameOf(CIPHER_SUITES, name) ? [CIPHER_SUITES[name]] : []));
  const level = minVersion === "TLS10" || minVersion === "TLS11" ? 0 : 1;
  return [...TLS13_SUITES, ...names, ...(names.length > 0 ? [`@SECLEVEL=${level}`] : [])].join(":");
}
