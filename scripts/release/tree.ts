/** Directories with files that are packed, and the programs that pack them. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A part of a package at a path without its first slash. */
export interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly content: Content;
}

/** Text or bytes of a file, the file that it is a copy of, what it is a link to, or nothing for a directory. */
export type Content = string | Uint8Array | { readonly copyOf: string } | { readonly linkTo: string } | undefined;

/** What a program gets besides its arguments. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Calls a function with a temporary directory, which is removed afterwards. */
export function inTemporaryDirectory<T>(call: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "node-exporter-ts-release-"));
  try {
    chmodSync(directory, 0o755);
    return call(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Writes files below a directory, all dated `seconds`. */
export function writeTree(directory: string, entries: readonly Entry[], seconds: number): void {
  for (const { path, mode, content } of entries) {
    const file = join(directory, path);
    mkdirSync(content === undefined ? file : dirname(file), { recursive: true });
    writeContent(file, content);
    // A link has no mode of its own.
    if (!isLink(content)) chmodSync(file, mode);
  }
  date(directory, seconds);
}

function writeContent(file: string, content: Content): void {
  if (content === undefined) return;
  if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(file, content);
  else if ("copyOf" in content) copyFileSync(content.copyOf, file);
  else symlinkSync(content.linkTo, file);
}

function isLink(content: Content): boolean {
  return typeof content === "object" && "linkTo" in content;
}

function date(path: string, seconds: number): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) date(child, seconds);
    else lutimesSync(child, seconds, seconds);
  }
  utimesSync(path, seconds, seconds);
}

/** Of a file, in bytes; none for directories and links. */
export function sizeOf({ content }: Entry): number {
  if (typeof content === "object" && "copyOf" in content) return statSync(content.copyOf).size;
  return bytesOf(content)?.length ?? 0;
}

/** What is in a file; undefined for directories and links. */
export function bytesOf(content: Content): string | Uint8Array | undefined {
  if (content === undefined || typeof content === "string" || content instanceof Uint8Array) return content;
  return "copyOf" in content ? readFileSync(content.copyOf) : undefined;
}

/** Packs members of a directory; the same members always give the same bytes. */
export function packTar(file: string, directory: string, members: readonly string[], seconds: number): void {
  const same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", `--mtime=@${seconds}`, "--format=gnu"];
  run("tar", ["--create", `--file=${file}`, `--directory=${directory}`, ...same, ...members]);
}

/** Runs a program and returns what it prints; throws where it fails. */
export function run(program: string, words: readonly string[], { cwd, env }: CommandOptions = {}): string {
  return execFileSync(program, words, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
    cwd,
    env: { ...process.env, LC_ALL: "C.UTF-8", ...env },
  });
}
