import { join } from "node:path";
import type { ReleaseParts } from "./parts.ts";
import { architecture, root, VERSION } from "./product.ts";
import { inTemporaryDirectory, packTar, run, writeTree } from "./tree.ts";

/** The layout of node_exporter's own release: roles copy the file `node_exporter` out of it. */
export function makeTarball({ executable, output, seconds, isFast }: ReleaseParts): void {
  const name = `node_exporter-${VERSION}.linux-${architecture().name}`;
  const file = join(output, `${name}.tar`);
  inTemporaryDirectory((directory) => {
    const copy = (path: string, mode: number, copyOf: string) => ({
      path: `${name}/${path}`,
      mode,
      content: { copyOf },
    });
    const entries = [
      copy("node_exporter", 0o755, executable),
      copy("LICENSE", 0o644, join(root, "LICENSE")),
      copy("NOTICE", 0o644, join(root, "NOTICE")),
    ];
    writeTree(directory, entries, seconds);
    packTar(file, directory, [name], seconds);
  });
  // Without a name and a time in its header.
  run("gzip", ["--force", "--no-name", isFast ? "-1" : "-9", file]);
}
