/**
 * Writes expected.prom: what node_exporter 1.12.1 shows for the hosts in files, without HELP lines. Argument: its
 * executable. `npm run fixtures:expect -- /path/to/node_exporter`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../scripts/arguments.ts";
import { argumentsFor } from "./compared-host.ts";
import { type HostInFiles, ROOT } from "./host-in-files.ts";
import { hostsInFiles } from "./hosts.ts";

const [executable = "node_exporter"] = readArguments({
  call: "npm run fixtures:expect --",
  summary: "records what node_exporter 1.12.1 (an executable, by default on PATH) shows for the captured hosts",
  options: {},
  others: "EXECUTABLE",
}).others;
for (const host of hostsInFiles) await record(host);

async function record(host: HostInFiles): Promise<void> {
  const root = host.root();
  const words = ["--web.listen-address=127.0.0.1:0", "--log.level=info", ...argumentsFor(host, root)];
  const child = spawn(executable, words, { stdio: ["ignore", "ignore", "pipe"] });
  const end = () => child.kill();
  process.once("exit", end);
  const text = await fetch(`http://127.0.0.1:${await port(child)}/metrics`).then((response) => response.text());
  end();
  const lines = text.split("\n").filter((line) => !line.startsWith("# HELP "));
  const kept = withoutRestless(lines, host.restless);
  writeFileSync(join(host.directory, "expected.prom"), kept.join("\n").replaceAll(root, ROOT));
}

/** The port that it announces; what else it complains about is printed. */
async function port(child: ReturnType<typeof spawn>): Promise<number> {
  let log = "";
  const { stderr } = child;
  if (stderr === null) throw new Error("no pipe");
  stderr.on("data", (bytes: Buffer) => (log += bytes.toString()));
  const ended = once(child, "exit").then(() => console.error(log));
  for (;;) {
    const [, port] = /Listening on.*127\.0\.0\.1:(\d+)/.exec(log) ?? [];
    if (port !== undefined) return Number(port);
    const over = await Promise.race([once(stderr, "data").then(() => false), ended.then(() => true)]);
    if (over) throw new Error("node_exporter has ended");
  }
}

function withoutRestless(lines: readonly string[], restless: RegExp): readonly string[] {
  let family = "";
  return lines.filter((line) => {
    if (line.startsWith("# TYPE ")) family = line.split(" ")[2] ?? "";
    return line === "" || !restless.test(family);
  });
}
