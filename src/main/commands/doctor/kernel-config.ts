import { readFileSync } from "node:fs";
import { release } from "node:os";
import { gunzipSync } from "node:zlib";

let configuration: string | undefined;

/** Whether the running kernel was built with an option, as a module too; undefined where no file tells. */
export function kernelHas(option: string): boolean | undefined {
  configuration ??= readConfiguration();
  return configuration === "" ? undefined : new RegExp(`^${option}=[ym]$`, "m").test(configuration);
}

/** From the kernel itself (CONFIG_IKCONFIG_PROC), or the file that distributions put beside it. */
function readConfiguration(): string {
  for (const read of [
    () => gunzipSync(readFileSync("/proc/config.gz")).toString(),
    () => readFileSync(`/boot/config-${release()}`, "utf8"),
  ]) {
    try {
      return read();
    } catch {
      // The next one, or unknown.
    }
  }
  return "";
}
