import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/clean-up.ts";

/** Tests that need certificates are skipped where the openssl command is missing. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A folder in which keys and certificates are made with the openssl command; removed after the file's tests. */
export class Authority {
  readonly folder: string;

  constructor() {
    this.folder = temporaryDirectory();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  key(name: string): void {
    this.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", `${name}.key`);
  }

  rsaKey(name: string, bits: number): void {
    this.openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", `rsa_keygen_bits:${bits}`, "-out", `${name}.key`);
  }

  /** `name.crt` and `name.key`, signed by itself. */
  selfSigned(name: string, ...extensions: readonly string[]): void {
    this.key(name);
    const added = ["basicConstraints=critical,CA:TRUE", ...extensions].flatMap((text) => ["-addext", text]);
    const subject = ["-subj", `/CN=${name}`, "-days", "2"];
    this.openssl(
      "req",
      "-x509",
      "-config",
      this.config(),
      "-key",
      `${name}.key`,
      "-out",
      `${name}.crt`,
      ...subject,
      ...added,
    );
  }

  /** `name.crt` and `name.key`, signed by `ca`. */
  signed(ca: string, name: string, extensions: readonly string[], days = 2): void {
    this.key(name);
    this.sign(ca, name, extensions, "-days", String(days));
  }

  /** `name.crt` for a `name.key` that is there, signed by `ca`. */
  sign(ca: string, name: string, extensions: readonly string[], ...options: readonly string[]): void {
    writeFileSync(this.path(`${name}.ext`), extensions.join("\n"));
    this.openssl(
      "req",
      "-new",
      "-config",
      this.config(),
      "-key",
      `${name}.key`,
      "-subj",
      `/CN=${name}`,
      "-out",
      `${name}.csr`,
    );
    const signing = ["-CA", `${ca}.crt`, "-CAkey", `${ca}.key`, "-CAcreateserial", ...options];
    this.openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.crt`, "-extfile", `${name}.ext`, ...signing);
  }

  private openssl(...args: readonly string[]): void {
    execFileSync("openssl", args, { cwd: this.folder, stdio: "pipe" });
  }

  /** The machine's own configuration adds extensions, so that none of it is used. */
  private config(): string {
    writeFileSync(this.path("openssl.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    return "openssl.cnf";
  }
}
