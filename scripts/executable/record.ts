/** Runs an executable for a while, and takes what V8 has compiled of its bundles meanwhile. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "./inside/roles.ts";

/** A scrape without and with compression, so often: what runs in every scrape is compiled after that. */
const ROUNDS = 3;

/** Milliseconds between two looks for a file, and until there is no hope. */
const LOOK = 20;
const LONGEST = 30_000;

/** Compiled code by role, of an executable that records. It is scraped on loopback. */
export async function recordRun(executable: string): Promise<ReadonlyMap<Role, Uint8Array>> {
  const directory = mkdtempSync(join(tmpdir(), "node-exporter-ts-code-"));
  const child = spawn(executable, ["--web.listen-address=127.0.0.1:0"], {
    env: { RECORDED_CODE: directory },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const url = await addressOf(child);
    for (let round = 0; round < ROUNDS; round++) {
      for (const encoding of ["identity", "gzip"]) await scrape(url, encoding);
    }
    const worker = await appeared(join(directory, "worker"));
    child.kill("SIGUSR2");
    return new Map<Role, Uint8Array>([
      ["main", await appeared(join(directory, "main"))],
      ["worker", worker],
    ]);
  } finally {
    child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  }
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let log = "";
  for await (const bytes of stderr ?? []) {
    log += String(bytes);
    const address = /msg=listening address=(\S+)/.exec(log)?.[1];
    if (address !== undefined) return `http://${address}/metrics`;
  }
  throw new Error(`the executable does not serve: ${log}`);
}

async function scrape(url: string, encoding: string): Promise<void> {
  const answer = await fetch(url, { headers: { "accept-encoding": encoding } });
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  await answer.arrayBuffer();
}

async function appeared(file: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(LONGEST);
  while (!existsSync(file)) await sleep(LOOK, undefined, { signal });
  return readFileSync(file);
}
