import { spawnSync } from "node:child_process";

/** True where Prometheus' own tool is installed. */
export const hasPromtool = spawnSync("promtool", ["--version"], { stdio: "ignore" }).status === 0;

/** What `promtool check metrics` has to say about an exposition: a line each, none when all is well. */
export function promtoolComplaints(exposition: string): string[] {
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], {
    input: exposition,
    encoding: "utf8",
  });
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  return status !== 0 && lines.length === 0 ? [`promtool ended with ${status}`] : lines;
}
