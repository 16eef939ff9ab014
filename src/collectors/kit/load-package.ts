import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Loads a package at its first use instead of at the start, by callers that cannot wait for a promise. Throws where the package has nothing for this platform.
 */
export function loadPackage(name: "koffi" | "re2js" | "yaml"): unknown {
  return require(name);
}
