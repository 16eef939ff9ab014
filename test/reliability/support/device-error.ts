import type { FaultyMount } from "../../support/faulty-mount.ts";

/** The mount's device_error, whatever the reason in its label. */
export function deviceError(answer: { body: string }, { path }: FaultyMount): number | undefined {
  const line = answer.body
    .split("\n")
    .find((each) => each.startsWith("node_filesystem_device_error{") && each.includes(`mountpoint="${path}"`));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(" ")));
}
