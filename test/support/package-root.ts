/** A root directory in which scripts of packages run: a shell, and a systemctl that writes down its calls. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "./clean-up.ts";

/** What a unit is before or after a package is installed. */
export interface UnitState {
  readonly isEnabled: boolean;
  readonly isActive: boolean;
}

/** A root directory for packages. */
export interface PackageRoot {
  readonly directory: string;
  readonly set: (unit: string, state: UnitState) => void;
  readonly stateOf: (unit: string) => UnitState;
  /** Writes a file by its path from the root. */
  readonly write: (path: string, content: string, mode?: number) => void;
  /** The arguments of each call of systemctl so far. */
  readonly calls: () => readonly string[];
}

/** What runs in the root; those of the second list do nothing. */
const PROGRAMS = ["sh", "cat", "mkdir", "mv", "rm"];
const IDLE = ["getent", "groupadd", "useradd", "chown", "systemd-sysusers", "deb-systemd-helper", "deb-systemd-invoke"];

/** Enables, starts and so on by a file for each state; presets are in the file /preset, properties in /properties. */
const SYSTEMCTL = `#!/bin/sh
echo "$*" >>/calls
verb= now=
apply() {
  case $verb in
    is-enabled)
      [ -e "/usr/lib/systemd/system/$1" ] || exit 1
      [ ! -e "/units/$1.enabled" ] || { echo enabled; exit 0; }
      echo disabled
      exit 1
      ;;
    is-active)
      [ ! -e "/units/$1.active" ] || { echo active; exit 0; }
      echo inactive
      exit 3
      ;;
    enable) : >"/units/$1.enabled" ;;
    disable)
      rm -f "/units/$1.enabled"
      [ -z "$now" ] || rm -f "/units/$1.active"
      ;;
    start) : >"/units/$1.active" ;;
    preset) if [ -e /preset ]; then : >"/units/$1.enabled"; else rm -f "/units/$1.enabled"; fi ;;
    show) cat /properties ;;
  esac
}
for word; do
  case $word in
    --now) now=1 ;;
    -*) ;;
    *.service | *.socket) apply "$word" ;;
    *) [ -n "$verb" ] || verb=$word ;;
  esac
done
exit 0
`;

/** Why scripts cannot be run in a root of their own here; undefined when they can. */
export function packageRootObstacle(...tools: readonly string[]): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  if (!canChroot()) return "needs chroot and mknod";
  const missing = tools.find((tool) => spawnSync(tool, ["--version"]).error !== undefined);
  return missing === undefined ? undefined : `needs ${missing}`;
}

/** Containers often have neither. */
function canChroot(): boolean {
  const device = join(temporaryDirectory(), "null");
  return ["chroot / true", `mknod ${device} c 1 3`].every((command) => {
    const [program = "", ...words] = command.split(" ");
    return spawnSync(program, words).status === 0;
  });
}

/** A new root, in which systemd runs or not. */
export function packageRoot({ isBooted }: { readonly isBooted: boolean }): PackageRoot {
  const directory = temporaryDirectory();
  const at = (path: string): string => join(directory, path);
  const write = (path: string, content: string, mode = 0o644): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content, { mode });
  };
  for (const name of PROGRAMS) addProgram(directory, name);
  for (const name of IDLE) write(`bin/${name}`, "#!/bin/sh\n", 0o755);
  write("bin/systemctl", SYSTEMCTL, 0o755);
  write("calls", "");
  for (const path of ["units", "dev"]) mkdirSync(at(path));
  execFileSync("mknod", ["--mode=666", at("dev/null"), "c", "1", "3"]);
  if (isBooted) mkdirSync(at("run/systemd/system"), { recursive: true });
  const flag = (unit: string, state: string): string => at(`units/${unit}.${state}`);
  return {
    directory,
    write,
    set: (unit, { isEnabled, isActive }) => {
      for (const [state, isSet] of [["enabled", isEnabled] as const, ["active", isActive] as const]) {
        if (isSet) writeFileSync(flag(unit, state), "");
        else rmSync(flag(unit, state), { force: true });
      }
    },
    stateOf: (unit) => ({
      isEnabled: existsSync(flag(unit, "enabled")),
      isActive: existsSync(flag(unit, "active")),
    }),
    calls: () => readFileSync(at("calls"), "utf8").trimEnd().split("\n"),
  };
}

/** Copies a program with the libraries that it links. */
function addProgram(root: string, name: string): void {
  const program = `/bin/${name}`;
  const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  for (const path of [program, ...libraries]) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
}
