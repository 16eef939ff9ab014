/** Takes the place of src/collectors/kit/load-package.ts in the executable, which has no directory of packages. */
import { loadAddon } from "./addon.ts";

export function loadPackage(name: "koffi" | "yaml"): unknown {
  // Part of the bundle, run at its first use.
  return name === "yaml" ? require("yaml") : loadAddon();
}
