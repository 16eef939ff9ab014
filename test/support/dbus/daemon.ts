import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, temporaryDirectory } from "../clean-up.ts";

export function hasDbusDaemon(): boolean {
  return spawnSync("dbus-daemon", ["--version"]).status === 0;
}

/** Starts a bus of its own that lets everything through, and resolves with the path of its socket. */
export async function startDbusDaemon(): Promise<string> {
  const folder = temporaryDirectory();
  const path = join(folder, "bus");
  const config = join(folder, "bus.conf");
  writeFileSync(
    config,
    `<busconfig><listen>unix:path=${path}</listen><auth>EXTERNAL</auth><policy context="default">
      <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy>
      <limit name="max_replies_per_connection">128</limit></busconfig>`,
  );
  const daemon = spawn("dbus-daemon", [`--config-file=${config}`, "--nofork", "--print-address"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  cleanUp(() => void daemon.kill("SIGKILL"));
  await new Promise<void>((resolve, reject) => {
    daemon.stdout.once("data", () => resolve());
    daemon.once("exit", (code) => reject(new Error(`dbus-daemon ended with ${code}`)));
  });
  return path;
}
