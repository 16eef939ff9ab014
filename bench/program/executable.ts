import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** An exporter that can be started. */
export interface Executable {
  readonly name: string;
  readonly version: string;
  readonly command: readonly string[];
}

const ROOT = join(import.meta.dirname, "../..");
const COMPILED = join(ROOT, "dist/main/cli.js");

/** Names of the node_exporter binary, that of distributions first. */
const PEER_NAMES = ["prometheus-node-exporter", "node_exporter"];

/** This program, compiled; built first if necessary. `path`: another compiled entry. Run as users do, by its name. */
export function ownExecutable(path?: string): Executable {
  if (path === undefined && !existsSync(COMPILED)) {
    execFileSync(process.execPath, [join(ROOT, "scripts/build.ts")], { stdio: "inherit" });
  }
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return { name: "node-exporter-ts", version, command: [path ?? COMPILED] };
}

/** The exporter to compare with; undefined for `none` and where none is installed. */
export function peerExecutable(path?: string): Executable | undefined {
  if (path === "none") return undefined;
  const found = path ?? PEER_NAMES.map(onPath).find((each) => each !== undefined);
  if (found === undefined) return undefined;
  const version = /version (\S+)/.exec(output(found, "--version"))?.[1] ?? moduleVersion(found);
  return { name: "node_exporter", version, command: [found] };
}

/** Absolute path of a command, as a shell would find it. */
export function onPath(name: string): string | undefined {
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  return paths.find(isExecutable);
}

/** What a command prints, on stdout and stderr. */
export function output(command: string, ...words: readonly string[]): string {
  return execFileSync("/bin/sh", ["-c", 'exec "$0" "$@" 2>&1', command, ...words], { maxBuffer: 1 << 24 }).toString();
}

/** What `go install` leaves in a program, whose version nobody has set. */
function moduleVersion(path: string): string {
  const text = readFileSync(path, "latin1");
  return /\tgithub\.com\/prometheus\/node_exporter\tv(\S+)/.exec(text)?.[1] ?? "unknown";
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
