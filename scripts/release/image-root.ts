/** The files of the image: the program, the libraries that it links with their terms, and what these libraries read. */
import { readFileSync, realpathSync } from "node:fs";
import { basename } from "node:path";
import { NAME } from "./product.ts";
import { type Entry, run } from "./tree.ts";

/** Where a runtime mounts something; `host` is for the root of the host, `run` for sockets of it. */
const MOUNT_POINTS = ["dev", "host", "proc", "run", "sys"];

/** Of the program `executable`, with the libraries of this machine, which must be a Debian or Ubuntu. */
export function imageRoot(executable: string, licences: string): readonly Entry[] {
  const libraries = librariesOf(executable);
  const text = (path: string, content: string): Entry => ({ path, mode: 0o644, content });
  return [
    { path: "bin/node_exporter", mode: 0o755, content: { copyOf: executable } },
    ...libraries.map((path): Entry => ({ path: path.slice(1), mode: 0o755, content: { copyOf: path } })),
    ...[...new Set(libraries.map((path) => packageOf(path)))].map((name) =>
      text(`usr/share/doc/${name}/copyright`, readFileSync(`/usr/share/doc/${name}/copyright`, "utf8")),
    ),
    text(`usr/share/licenses/${NAME}/LICENCES.txt`, licences),
    text("etc/passwd", "root:x:0:0:root:/:/bin/false\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
    text("etc/group", "root:x:0:\nnobody:x:65534:\n"),
    text("etc/nsswitch.conf", "hosts: files dns\n"),
    ...MOUNT_POINTS.map((path): Entry => ({ path, mode: 0o755, content: undefined })),
    // As on every host: what is mounted below /run is found by its old path, too.
    { path: "var/run", mode: 0o777, content: { linkTo: "/run" } },
    { path: "tmp", mode: 0o1777, content: undefined },
  ];
}

/** Paths by which the loader finds them. */
function librariesOf(executable: string): readonly string[] {
  return run("ldd", [executable]).match(/\/\S+/g)?.toSorted() ?? [];
}

/** The Debian package of a file, which may be known by the path before /lib became a link. */
function packageOf(path: string): string {
  const name = basename(realpathSync(path));
  const owner = /^([^:,\s]+)/.exec(run("dpkg", ["--search", `*/${name}`]))?.[1];
  if (owner === undefined) throw new Error(`no package has ${path}, whose terms belong into the image`);
  return owner;
}
