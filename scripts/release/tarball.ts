import { basename, join } from "node:path";
import type { Kind, ReleaseParts } from "./parts.ts";
import { root, VERSION } from "./product.ts";
import { sharedFiles } from "./shared-files.ts";
import { inTemporaryDirectory, packTar, run, writeTree } from "./tree.ts";

const EXTENSION = ".tar.gz";

/** The layout of node_exporter's own release: roles copy the file `node_exporter` out of it. */
export const tarball: Kind = {
  fileName: ({ name }) => `node_exporter-${VERSION}.linux-${name}${EXTENSION}`,
  tools: ["tar", "gzip"],
  make: makeTarball,
};

function makeTarball({ executable, file, seconds, isFast }: ReleaseParts): void {
  const name = basename(file, EXTENSION);
  const tar = file.replace(/\.gz$/, "");
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
      // For compare beside Debian's package, which changes some defaults.
      copy("debian.yml", 0o644, join(root, "deploy/packages/debian.yml")),
      ...sharedFiles(name),
    ];
    writeTree(directory, entries, seconds);
    packTar(tar, directory, [name], seconds);
  });
  // Without a name and a time in its header.
  run("gzip", ["--force", "--no-name", isFast ? "-1" : "-9", tar]);
}
