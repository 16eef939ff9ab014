import { readFileSync } from "node:fs";

/**
 * Where the parts are that run in threads and processes of their own, and what describes the package. This and
 * `collectors/kit/load-package.ts` are the only modules that look for files of the program itself: the single executable,
 * which has none, replaces them.
 */
const isSource = import.meta.url.endsWith(".ts");

/** Beside the sources in development; in `dist`, this module is part of bundles in `main` and in `workers`. */
function fileOf(source: string, bundle: string): URL {
  return new URL(isSource ? source : bundle, import.meta.url);
}

/** The module that the pool's threads load. */
export const WORKER = fileOf("./workers/entry.ts", "../workers/entry.js").href;

/** What the thread that compares passwords runs: a file, or the program's text if `eval` is true. */
export const BCRYPT_THREAD: { readonly program: URL | string; readonly eval: boolean } = {
  program: fileOf("./main/server/auth/bcrypt-thread.ts", "../main/bcrypt-thread.js"),
  eval: false,
};

/** The command that starts the mount probe's child, with these options for Node.js. */
export function mountProbeCommand(options: readonly string[]): readonly [string, ...string[]] {
  const { pathname } = fileOf("./workers/mount-probe/child.ts", "../workers/mount-probe.js");
  return [process.execPath, ...options, pathname];
}

/** Put into bundles by the build. */
declare const REVISION: string;

/** The commit that was built; empty outside of a repository, and for the sources. */
export const commit = isSource ? "" : REVISION;

/** The content of package.json. */
export function readManifest(): unknown {
  return JSON.parse(readFileSync(fileOf("../package.json", "../../package.json"), "utf8"));
}

/** Lines that `--version` adds, each with its line end. */
export function versionLines(): string {
  return "";
}
