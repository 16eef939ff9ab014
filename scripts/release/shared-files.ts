/** What users need beside the program, the same in every package: the schema of config files, rules and dashboard. */
import { join } from "node:path";
import { root } from "./product.ts";
import type { Entry } from "./tree.ts";

const MONITORING = ["cpu-groups.rules.yml", "dashboard.json", "rules.yml"];

/** These files and their directories, below a directory. */
export function sharedFiles(directory: string): readonly Entry[] {
  const copy = (path: string, source: string): Entry => ({
    path: `${directory}/${path}`,
    mode: 0o644,
    content: { copyOf: join(root, source) },
  });
  return [
    // Each of them: rpm leaves the directories that no package owns.
    ...[directory, `${directory}/monitoring`].map((path): Entry => ({ path, mode: 0o755, content: undefined })),
    copy("config.schema.json", "docs/reference/config.schema.json"),
    ...MONITORING.map((name) => copy(`monitoring/${name}`, `deploy/monitoring/${name}`)),
  ];
}
