/** What the executable runs first, in every thread: finds the bundle for it and runs it. */
import { getRawAsset } from "node:sea";
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";
import { withFlagsOfStart } from "./flags-of-start.ts";
import { recordCode } from "./record-code.ts";
import {
  bundleAsset,
  cacheAsset,
  cacheKey,
  type CodeCache,
  MOUNT_PROBE_ARGUMENT,
  OWN_BUNDLE,
  type Role,
} from "./roles.ts";

/** SHA-256 of the bundles, put here by the build. */
declare const BUNDLE_DIGESTS: Readonly<Record<Role, string>>;

/** Whether this executable records what V8 compiles, put here by the build. */
declare const RECORDS: boolean;

/** A bundle is the body of a function: CommonJS, and what became of its compiled code. */
type Bundle = (
  require: (name: string) => unknown,
  module: { readonly exports: unknown },
  exports: unknown,
  codeCache: CodeCache,
  codeCacheOf: (role: Role) => CodeCache,
) => void;

if (isMainThread) run(process.argv[2] === MOUNT_PROBE_ARGUMENT && process.argv.length === 3 ? "mount-probe" : "main");

/** Runs a bundle in this thread. `isLate`: whether the process has changed V8's flags already. */
export function run(role: Role, isLate = false): void {
  const { script, codeCache } = isLate ? withFlagsOfStart(() => compile(role)) : compile(role);
  const module = { exports: {} };
  const bundle = script.runInThisContext() as Bundle;
  const require = (name: string): unknown => (name === OWN_BUNDLE ? module.exports : builtin(name));
  bundle(require, module, module.exports, codeCache, codeCacheOf);
  if (RECORDS) recordCode(role, script, module.exports);
}

function codeCacheOf(role: Role): CodeCache {
  return compile(role).codeCache;
}

function compile(role: Role): { readonly script: Script; readonly codeCache: CodeCache } {
  const text = Buffer.from(getRawAsset(bundleAsset(role))).toString("latin1");
  const filename = bundleAsset(role);
  const cachedData = storedCode(role);
  if (cachedData === undefined) return { script: new Script(text, { filename }), codeCache: "none" };
  const script = new Script(text, { filename, cachedData });
  return { script, codeCache: script.cachedDataRejected === true ? "rejected" : "used" };
}

function storedCode(role: Role): Buffer | undefined {
  try {
    return Buffer.from(getRawAsset(cacheAsset(cacheKey(role, BUNDLE_DIGESTS[role], process.execArgv))));
  } catch {
    // Built without, or for another V8: the code is compiled as it is needed.
    return undefined;
  }
}

/** Nothing else can be loaded: no file beside the executable or in the working directory becomes part of the program. */
function builtin(name: string): unknown {
  const module: unknown = process.getBuiltinModule(name);
  if (module === undefined) throw new Error(`the executable has no module ${name}`);
  return module;
}
