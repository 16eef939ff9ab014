import { statSync } from "node:fs";
import { dirname, join } from "node:path";

const CHECKOUT = join(import.meta.dirname, "../..");

/** Arguments: a directory that others may not enter, the checkout below it, a command. */
const ENTER = `
closed=$1; checkout=$2; here=$PWD; shift 2
cd "$checkout"
mount -t tmpfs -o mode=755 none "$closed"
mkdir -p "$checkout"
mount --no-canonicalize --bind . "$checkout"
cd "$here"
exec "$@"
`;

/**
 * Words before a command that root starts as a user without any rights; `more` are further options of setpriv. Where the
 * checkout lies in a directory that such a user may not enter, as one of mktemp, the command sees nothing else in it.
 */
export function asNobody(...more: readonly string[]): readonly string[] {
  const closed = closedDirectory(dirname(CHECKOUT));
  const shell = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", ENTER, "sh"];
  const enter = closed === undefined ? [] : [...shell, closed, CHECKOUT];
  return [...enter, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...more];
}

/** The topmost of a directory and those above it that others may not enter. */
function closedDirectory(directory: string): string | undefined {
  const above = dirname(directory);
  const first = above === directory ? undefined : closedDirectory(above);
  return first ?? ((statSync(directory).mode & 0o001) === 0 ? directory : undefined);
}
