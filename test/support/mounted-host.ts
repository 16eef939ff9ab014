import { spawnSync } from "node:child_process";
import { temporaryDirectory } from "./clean-up.ts";

/** Arguments: a directory, pairs of a source and a mount point, `--`, a command, which runs with the root in `root`. */
const ENTER = `
directory=$1; shift
mount -t tmpfs none "$directory"
mkdir "$directory/upper" "$directory/work" "$directory/root"
mount -t overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" none "$directory/root"
for path in /proc /sys /dev; do mount --rbind "$path" "$directory/root$path"; done
while [ "$1" != -- ]; do
  mkdir -p "$directory/root$2"; mount --rbind "$1" "$directory/root$2"; shift 2
done
shift
exec chroot "$directory/root" "$@"
`;

/** Why hosts cannot be mounted here; undefined when they can. */
export function mountedHostObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  const [command = "", ...words] = wrapper("/tmp", []);
  return spawnSync(command, [...words, "true"]).status === 0 ? undefined : "needs overlayfs";
}

/**
 * Words before a command that then sees this machine with its directories mounted at others, as containers do: pairs
 * of a source and a mount point.
 */
export function mountedHost(mounts: readonly (readonly [string, string])[]): readonly string[] {
  return wrapper(temporaryDirectory(), mounts);
}

function wrapper(directory: string, mounts: readonly (readonly [string, string])[]): readonly string[] {
  const shell = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", ENTER, "sh"];
  return [...shell, directory, ...mounts.flat(), "--"];
}
