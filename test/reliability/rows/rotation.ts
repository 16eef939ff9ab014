import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hashSync } from "bcryptjs";
import { Impossible } from "../../support/impossible.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { startProgram } from "../../support/program.ts";

const USER = "prometheus";
const PASSWORD = "secret";
const ROTATIONS = 120;
/** Where Prometheus listens. */
const PORT = 19_091;

/**
 * A Prometheus scrapes each second over TLS with a client certificate and a password, while certificate, key and users
 * are replaced each second; a client that connects anew for each scrape does the same.
 */
export async function rotation(): Promise<string> {
  for (const command of ["prometheus", "openssl"]) {
    if (spawnSync(command, ["--help"]).error !== undefined) throw new Impossible(`no ${command} command`);
  }
  const folder = temporaryDirectory();
  makeCertificates(folder);
  install(folder, 0);
  const config = join(folder, "web.yml");
  const program = await startProgram([`--web.config.file=${config}`]);
  startPrometheus(folder, program.port);
  let handshakes = 0;
  const failures: string[] = [];
  const stop = new AbortController();
  const client = (async () => {
    while (!stop.signal.aborted) {
      const status = await scrapeAnew(folder, program.port).catch((error: Error) => error.message);
      if (status !== 200) failures.push(String(status));
      handshakes++;
      await sleep(100);
    }
  })();
  for (let i = 1; i <= ROTATIONS; i++) {
    await sleep(1000);
    install(folder, i % 2);
  }
  stop.abort();
  await client;
  const [up, all] = [await query("sum(sum_over_time(up[1h]))"), await query("sum(count_over_time(up[1h]))")];
  assert.deepEqual(failures, []);
  assert.ok(all > ROTATIONS * 0.8, `${all} scrapes of Prometheus`);
  assert.equal(up, all);
  return `${ROTATIONS} rotations: ${up} of ${all} scrapes of Prometheus, ${handshakes} of ${handshakes} with a handshake each`;
}

function makeCertificates(folder: string): void {
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "ignore" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  openssl("req", "-x509", ...key, "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "ca.crt");
  for (const name of ["server0", "server1", "client"]) {
    openssl("req", ...key.slice(0, 5), "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    writeFileSync(join(folder, "extensions"), "subjectAltName=IP:127.0.0.1\n");
    const ca = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "extensions"];
    openssl("x509", "-req", "-in", `${name}.csr`, ...ca, "-out", `${name}.crt`);
  }
}

/** Puts one of the two certificates and a fresh hash of the password in place, each file by renaming. */
function install(folder: string, number: number): void {
  const hash = hashSync(PASSWORD, 6);
  const config = `tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_ca_file: ca.crt
  client_auth_type: RequireAndVerifyClientCert
basic_auth_users:
  ${USER}: ${hash}
`;
  const place = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, `${name}.new`), content);
    renameSync(join(folder, `${name}.new`), join(folder, name));
  };
  for (const kind of ["crt", "key"]) place(`server.${kind}`, readFileSync(join(folder, `server${number}.${kind}`)));
  place("web.yml", config);
}

function startPrometheus(folder: string, port: number): void {
  const config = `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
- job_name: node
  scheme: https
  tls_config: {ca_file: ca.crt, cert_file: client.crt, key_file: client.key}
  basic_auth: {username: ${USER}, password: ${PASSWORD}}
  static_configs: [{targets: ["127.0.0.1:${port}"]}]
`;
  writeFileSync(join(folder, "prometheus.yml"), config);
  const words = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=127.0.0.1:${PORT}`];
  const child = spawn("prometheus", words, { cwd: folder, stdio: "ignore" });
  cleanUp(() => void child.kill("SIGKILL"));
}

function scrapeAnew(folder: string, port: number): Promise<number> {
  const read = (name: string) => readFileSync(join(folder, name));
  const tls = { ca: read("ca.crt"), cert: read("client.crt"), key: read("client.key") };
  const options = { host: "127.0.0.1", port, path: "/metrics", agent: false, auth: `${USER}:${PASSWORD}`, ...tls };
  return new Promise((resolve, reject) => {
    const req = request(options, (res) => {
      res.resume();
      res.on("error", reject);
      res.on("end", () => resolve(res.statusCode ?? 0));
    });
    req.on("error", reject);
    req.end();
  });
}

/** The value of a query that gives one. */
async function query(text: string): Promise<number> {
  const body = await new Promise<string>((resolve, reject) => {
    get(`http://127.0.0.1:${PORT}/api/v1/query?query=${encodeURIComponent(text)}`, (res) => {
      let content = "";
      res.on("data", (chunk: Buffer) => (content += chunk.toString()));
      res.on("end", () => resolve(content));
    }).on("error", reject);
  });
  const answer: { data: { result: { value: [number, string] }[] } } = JSON.parse(body);
  return Number(answer.data.result[0]?.value[1]);
}
