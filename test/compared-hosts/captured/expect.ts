/**
 * Writes expected.prom: what node_exporter 1.12.1 shows for the captured host, without HELP lines. Argument: its
 * executable. `npm run fixtures:expect -- /path/to/node_exporter`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../../scripts/arguments.ts";
import { argumentsFor } from "../compared-host.ts";
import { capturedHost, ROOT } from "./host.ts";

const [executable = "node_exporter"] = readArguments({
  call: "npm run fixtures:expect --",
  summary: "records what node_exporter 1.12.1 (an executable, by default on PATH) shows for the captured host",
  options: {},
  others: "EXECUTABLE",
}).others;
const root = capturedHost.root();
const words = ["--web.listen-address=127.0.0.1:0", "--log.level=info", ...argumentsFor(capturedHost, root)];
const child = spawn(executable, words, { stdio: ["ignore", "ignore", "pipe"] });
process.once("exit", () => child.kill());
const text = await fetch(`http://127.0.0.1:${await port()}/metrics`).then((response) => response.text());
child.kill();
const lines = text.split("\n").filter((line) => !line.startsWith("# HELP "));
writeFileSync(join(import.meta.dirname, "expected.prom"), withoutRestless(lines).join("\n").replaceAll(root, ROOT));

/** The port that it announces; what else it complains about is printed. */
async function port(): Promise<number> {
  let log = "";
  child.stderr.on("data", (bytes: Buffer) => (log += bytes.toString()));
  child.once("exit", () => console.error(log));
  for (;;) {
    const [, port] = /Listening on.*127\.0\.0\.1:(\d+)/.exec(log) ?? [];
    if (port !== undefined) return Number(port);
    await Promise.race([once(child.stderr, "data"), once(child, "exit").then(() => process.exit(1))]);
  }
}

function withoutRestless(lines: readonly string[]): readonly string[] {
  let family = "";
  return lines.filter((line) => {
    if (line.startsWith("# TYPE ")) family = line.split(" ")[2] ?? "";
    return line === "" || !capturedHost.restless.test(family);
  });
}
