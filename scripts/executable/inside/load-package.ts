/** Takes the place of src/collectors/kit/load-package.ts in the executable, which has no directory of packages. */
import { loadAddon } from "./addon.ts";

export function loadPackage(name: "koffi" | "re2js" | "yaml"): unknown {
  if (name === "koffi") return loadAddon();
  // Parts of the bundle, run at their first use.
  return name === "yaml" ? require("yaml") : require("re2js");
}
