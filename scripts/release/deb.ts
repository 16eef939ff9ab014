import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind, ReleaseParts } from "./parts.ts";
import { architecture, DESCRIPTION, HOMEPAGE, MAINTAINER, NAME, root, VERSION } from "./product.ts";
import { flagsFile, type Names, serviceFiles } from "./service-files.ts";
import { sharedFiles } from "./shared-files.ts";
import { bytesOf, type Entry, inTemporaryDirectory, run, sizeOf, writeTree } from "./tree.ts";

/** What that package changes of node_exporter's defaults. */
const DEFAULTS = "usr/share/prometheus-node-exporter/defaults.yml";

/** As in Debian's own package of node_exporter. */
const DEBIAN: Names = {
  program: "prometheus-node-exporter",
  flags: "/etc/default/prometheus-node-exporter",
  variable: "ARGS",
  // Where that package has it: a file that only looks moved would be removed with it.
  units: "lib/systemd/system",
  zshDirectory: "usr/share/zsh/vendor-completions",
  hint: `# Flags of the exporter, separated by blanks: "prometheus-node-exporter --help" lists them.
# systemd removes one level of backslashes, and a shell that reads this file another one.
`,
  first: `--config.file=/${DEFAULTS} `,
};

const KIBIBYTE = 1024;

/** A package that takes the place of Debian's prometheus-node-exporter. */
export const deb: Kind = {
  fileName: ({ name }) => `${NAME}_${VERSION}_${name}.deb`,
  tools: ["dpkg-deb"],
  make: makeDeb,
};

function makeDeb(parts: ReleaseParts): void {
  const { file, seconds, isFast } = parts;
  const compression = isFast ? ["-Zgzip", "-z1"] : ["-Zxz", "-z6"];
  inTemporaryDirectory((directory) => {
    const files = packaged(parts);
    writeTree(directory, [...files, ...controlFiles(files)], seconds);
    run("dpkg-deb", ["--root-owner-group", ...compression, "--build", directory, file], {
      env: { SOURCE_DATE_EPOCH: String(seconds) },
    });
  });
}

function packaged({ executable, licences }: ReleaseParts): readonly Entry[] {
  const document = (name: string, content: string): Entry => ({
    path: `usr/share/doc/${NAME}/${name}`,
    mode: 0o644,
    content,
  });
  return [
    ...serviceFiles(executable, DEBIAN),
    ...sharedFiles(`usr/share/${NAME}`),
    { path: DEFAULTS, mode: 0o644, content: { copyOf: join(root, "deploy/packages/debian.yml") } },
    document("copyright", `${HOMEPAGE}\n\n${licences}`),
    document("NEWS.md", readFileSync(join(root, "CHANGELOG.md"), "utf8")),
    { path: "var/lib/prometheus/node-exporter", mode: 0o755, content: undefined },
  ];
}

function controlFiles(files: readonly Entry[]): readonly Entry[] {
  const script = (name: string): Entry => ({
    path: `DEBIAN/${name}`,
    mode: 0o755,
    content: readFileSync(join(root, `deploy/packages/debian.${name}`), "utf8").replace("@FLAGS@\n", flagsFile(DEBIAN)),
  });
  const text = (name: string, content: string): Entry => ({ path: `DEBIAN/${name}`, mode: 0o644, content });
  return [
    text("control", control(files)),
    text("conffiles", `${DEBIAN.flags}\n`),
    text("md5sums", files.map((entry) => checksum(entry)).join("")),
    ...["preinst", "postinst", "prerm", "postrm"].map((name) => script(name)),
  ];
}

function control(files: readonly Entry[]): string {
  const { program } = DEBIAN;
  const kibibytes = files.reduce((sum, entry) => sum + Math.ceil(sizeOf(entry) / KIBIBYTE), 0);
  return `Package: ${NAME}
Version: ${VERSION}
Architecture: ${architecture().name}
Maintainer: ${MAINTAINER}
Installed-Size: ${kibibytes}
Depends: libc6 (>= 2.28), libstdc++6 (>= 5), libgcc-s1 | libgcc1, libatomic1, init-system-helpers (>= 1.54)
Recommends: dbus, prometheus-node-exporter-collectors
Provides: ${program} (= ${VERSION})
Conflicts: ${program}
Replaces: ${program}
Section: net
Priority: optional
Homepage: ${HOMEPAGE}
Description: Prometheus exporter for Linux host metrics
 ${DESCRIPTION}
`;
}

function checksum({ path, content }: Entry): string {
  const bytes = bytesOf(content);
  if (bytes === undefined || `/${path}` === DEBIAN.flags) return "";
  return `${createHash("md5").update(bytes).digest("hex")}  ${path}\n`;
}
