import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { temporaryDirectory } from "./clean-up.ts";

const SCRIPT = join(import.meta.dirname, "../../scripts/executable.ts");

/** The executable that EXECUTABLE names, as in `npm test`; otherwise one that is built here, which takes half a minute. */
export function executable(): string {
  const named = process.env["EXECUTABLE"];
  if (named !== undefined) return named;
  const file = join(temporaryDirectory(), "node_exporter-ts");
  execFileSync(process.execPath, [SCRIPT, `--output=${file}`], { stdio: ["ignore", "ignore", "inherit"] });
  return file;
}

/**
 * A root directory without anything but shared libraries, /proc, /sys and os-release, which collectors read: it is
 * read-only, and /tmp is `noexec`. The wrapper starts the program in it, copied alone, as an unprivileged user.
 */
export function bareRoot(program: string): readonly string[] {
  const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  const words = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", ENTER, "sh"];
  return [...words, temporaryDirectory(), "/etc/os-release", ...libraries, "--"];
}

const ENTER = `
root=$1; shift
mount -t tmpfs -o size=1m none "$root"
while [ "$1" != -- ]; do
  mkdir -p "$root\${1%/*}"; : >"$root$1"; mount --bind "$1" "$root$1"; shift
done
: >"$root/exporter"; mount --bind "$2" "$root/exporter"; shift 2
mkdir "$root/proc" "$root/sys" "$root/tmp"
mount --rbind /proc "$root/proc"; mount --rbind /sys "$root/sys"
mount -t tmpfs -o noexec,mode=1777 none "$root/tmp"
mount -o remount,ro "$root"
exec env -i "$(command -v chroot)" --userspec=65534:65534 "$root" /exporter "$@"
`;
