/**
 * Runs with a low limit of descriptors: changes the files of a web configuration, looks at it while nothing can be opened,
 * and writes what is in force then, soon after and a second later to stdout. Argument: `files`, the web configuration
 * first, and what they are changed to, `changes`, as JSON.
 */
import { closeSync, writeFileSync } from "node:fs";
import { LiveConfig } from "../../../src/main/server/config/live-config.ts";
import { takeAllDescriptors } from "../../support/all-descriptors.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { logTo } from "./support.ts";

interface Changes {
  readonly files: readonly [string, ...string[]];
  readonly changes: readonly string[];
}

const { files, changes }: Changes = JSON.parse(process.argv[2] ?? "");
const logged: string[] = [];
const live = new LiveConfig(files[0], 0, new RecordingObserver(), logTo(logged));
const stateAt = (now: number) => {
  live.sweep(now);
  const { config, context } = live.effective;
  return [config.users.get("alice"), String(context?.cert)];
};

for (const [index, file] of files.entries()) writeFileSync(file, changes[index] ?? "");
const held = takeAllDescriptors();
const without = stateAt(0);
for (const descriptor of held) closeSync(descriptor);
console.log(JSON.stringify({ states: [without, stateAt(999), stateAt(1000)], logged }));
