import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TreeEntry, writeEntry } from "../support/tree.ts";
import type { ComparedHost } from "./compared-host.ts";

/** Stands for the root of the host in expected.prom. */
export const ROOT = "/captured";

/** A host whose files lie in this repository. */
export interface HostInFiles extends ComparedHost {
  /** Where `expected.prom` lies, beside the files. */
  readonly directory: string;
}

/** What one such host has of its own. */
export interface HostParts {
  readonly name: string;
  readonly directory: string;
  /** JSON files in `directory` that map paths to contents; later ones replace files of earlier ones. */
  readonly parts: readonly string[];
  readonly switchedOn: readonly string[];
  readonly flags: ComparedHost["flags"];
}

/** A host whose files are in `parts`, with `expected.prom` beside them. */
export function hostInFiles({ parts, ...own }: HostParts): HostInFiles {
  let made: string | undefined;
  return {
    ...own,
    root: () => (made ??= write(parts.map((part) => join(own.directory, part)))),
    expected: (root) => readFileSync(join(own.directory, "expected.prom"), "utf8").replaceAll(ROOT, root),
    udevData: "run/udev/data",
    // They ask the kernel or other programs, not files.
    switchedOff: "filesystem selinux timex uname".split(" "),
    restless:
      /^(go_|nodejs_|process_|promhttp_|node_exporter_|node_scrape_collector_duration_seconds$|node_textfile_mtime_seconds$|node_time_zone|node_time_seconds$)/,
    live: /^$/,
  };
}

/** Writes it into a temporary directory that ends with this process. */
function write(parts: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), "node-exporter-ts-captured-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  for (const part of parts) {
    const entries: Readonly<Record<string, TreeEntry>> = JSON.parse(readFileSync(part, "utf8"));
    for (const [path, entry] of Object.entries(entries)) writeEntry(join(root, path), entry);
  }
  return root;
}
