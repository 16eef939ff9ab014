import { execFileSync, spawn } from "node:child_process";
import { accessSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { cleanUp, temporaryDirectory } from "./clean-up.ts";

export interface LoopMountOptions {
  readonly fileSystem: "xfs" | "btrfs";
  /** Image files, each with a loop device of its own. */
  readonly images: number;
  readonly mebibytes: number;
  readonly makeOptions?: readonly string[];
}

/** A fresh file system on loop devices, mounted in a mount namespace of its own until the test ends. */
export interface LoopMount {
  /** The process that holds the namespace: its root is /proc/PID/root. */
  readonly pid: number;
  readonly mountPoint: string;
  /** Names such as `loop0`. */
  readonly devices: readonly string[];
  /** Runs a command in the namespace and returns what it printed. */
  run(...command: readonly string[]): string;
}

/** Why loop mounts cannot be made here; undefined when they can. */
export function loopMountObstacle(fileSystem: LoopMountOptions["fileSystem"]): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  if (!readFileSync("/proc/filesystems", "utf8").split(/\s+/).includes(fileSystem))
    return `kernel without ${fileSystem}`;
  for (const path of [`/usr/sbin/mkfs.${fileSystem}`, "/dev/loop-control", "/usr/bin/unshare", "/usr/bin/nsenter"]) {
    try {
      accessSync(path);
    } catch {
      return `no ${path}`;
    }
  }
  return undefined;
}

/** Arguments: folder, type, number of images, MiB, options of mkfs. Loop devices go away with the mount. */
const SCRIPT = `
set -e
folder=$1 type=$2 images=$3 size=$4
shift 4
devices=
for i in $(seq "$images"); do
  truncate -s "$size"M "$folder/image$i"
  devices="$devices $(losetup --find --show "$folder/image$i")"
done
trap 'losetup --detach $devices' EXIT
mkdir "$folder/mount"
"mkfs.$type" -q "$@" $devices >/dev/null
[ "$type" != btrfs ] || btrfs device scan $devices >/dev/null
set -- $devices
mount -t "$type" "$1" "$folder/mount"
echo "$$" $devices
read -r _ || true
umount "$folder/mount"
`;

export async function loopMount(options: LoopMountOptions): Promise<LoopMount> {
  const folder = temporaryDirectory();
  const { fileSystem, images, mebibytes, makeOptions = [] } = options;
  const words = [folder, fileSystem, String(images), String(mebibytes), ...makeOptions];
  const child = spawn("unshare", ["--mount", "--propagation", "private", "sh", "-c", SCRIPT, "sh", ...words], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  cleanUp(async () => {
    child.stdin.end("\n");
    await ended;
  });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (bytes: Buffer) => complaints.push(bytes));
  const lines = createInterface(child.stdout);
  const first = await new Promise<string | undefined>((resolve) => {
    lines.once("line", resolve);
    lines.once("close", () => resolve(undefined));
  });
  if (first === undefined) throw new Error(`no ${fileSystem} mount: ${Buffer.concat(complaints).toString()}`);
  const [pid = "", ...devices] = first.split(/\s+/);
  return {
    pid: Number(pid),
    mountPoint: join(folder, "mount"),
    devices: devices.map((path) => basename(path)),
    run: (...command) => execFileSync("nsenter", [`--mount=/proc/${pid}/ns/mnt`, ...command], { encoding: "utf8" }),
  };
}
