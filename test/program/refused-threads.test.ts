import { hashSync } from "bcryptjs";
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { asNobody } from "../support/as-nobody.ts";
import { startProgram } from "../support/program.ts";
import { configFile } from "../main/server/config-file.ts";

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(
  "while the kernel refuses threads passwords get 503, which is logged once (needs root)",
  async () => {
    const { path } = configFile(`basic_auth_users:\n  alice: ${hashSync("secret", 4)}\n`);
    chmodSync(dirname(path), 0o755);
    const { pid, get, lines } = await startProgram([`--web.config.file=${path}`], { wrapper: asNobody() });
    const [, most = ""] = /^Max processes +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, "utf8")) ?? [];
    const status = async (password: string) => {
      const authorization = `Basic ${Buffer.from(`alice:${password}`).toString("base64")}`;
      return (await get("/metrics", { headers: { authorization } })).status;
    };
    allowThreads(pid, "1");
    expect([await status("secret"), await status("wrong")]).toEqual([503, 503]);
    expect(await Promise.all([status("a"), status("b"), status("c")])).toEqual([503, 503, 503]);
    expect(lines.filter((line) => line.includes('msg="passwords cannot be compared"'))).toHaveLength(1);
    allowThreads(pid, most);
    expect([await status("secret"), await status("wrong")]).toEqual([200, 401]);
  },
);

test.skipIf(!isRoot)(
  "where the kernel refuses threads the first scrape is compressed all the same (needs root)",
  async () => {
    const { pid, get } = await startProgram(["--collector.disable-defaults", "--collector.uname"], {
      wrapper: asNobody(),
    });
    allowThreads(pid, "1");
    const { status, headers, body } = await get("/metrics", { headers: { "accept-encoding": "gzip" } });
    expect([status, headers["content-encoding"]]).toEqual([200, "gzip"]);
    expect(body).toContain("\nnode_uname_info{");
  },
);

/** Sets the limit of a process that runs as nobody. */
function allowThreads(pid: number, threads: string): void {
  const [command, ...words] = [...asNobody(), "prlimit", `--pid=${pid}`, `--nproc=${threads}:`];
  execFileSync(command, words);
}
