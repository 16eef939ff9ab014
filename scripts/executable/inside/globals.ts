/** What a bundle gets with the call that runs it, see boot.ts. */
import type { CodeCache, Role } from "./roles.ts";

declare global {
  /** What became of the compiled code of the bundle that this is a part of. */
  const codeCache: CodeCache;

  /** What becomes of the compiled code of a bundle in this executable, tried in this thread. */
  const codeCacheOf: (role: Role) => CodeCache;
}
