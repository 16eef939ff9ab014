/** A container of an image in the layout of OCI, run by crun without a container engine. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, temporaryDirectory } from "./clean-up.ts";

/** What an image states about its containers. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
}

/** An image that is unpacked, ready to be run. */
export interface Image {
  readonly config: ImageConfig;
  /** Its files. */
  readonly root: string;
  /** The words that start a container with these arguments, with the root of this machine at /host. */
  readonly command: (args: readonly string[]) => readonly string[];
}

/** crun refuses hosts that have both versions of control groups, although none is used here. */
const WITHOUT_CGROUPS = [
  "unshare",
  "--mount",
  "sh",
  "-c",
  '! [ -e /sys/fs/cgroup/unified ] || umount /sys/fs/cgroup/unified; exec "$@"',
  "sh",
];

/** Why containers cannot be run here; undefined when they can. */
export function containerObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  return spawnSync("crun", ["--version"]).error === undefined ? undefined : "needs crun";
}

/** Unpacks an archive. */
export function openImage(archive: string): Image {
  const directory = temporaryDirectory();
  execFileSync("tar", ["--extract", `--file=${archive}`, `--directory=${directory}`]);
  const json = (path: string) => JSON.parse(readFileSync(join(directory, path), "utf8"));
  const blob = (digest: string): string => `blobs/${digest.replace(":", "/")}`;
  const manifest = json(blob(json("index.json").manifests[0].digest));
  const { config }: { config: ImageConfig } = json(blob(manifest.config.digest));
  const root = join(directory, "rootfs");
  mkdirSync(root);
  for (const { digest } of manifest.layers) {
    execFileSync("tar", [
      "--extract",
      "--auto-compress",
      `--file=${join(directory, blob(digest))}`,
      `--directory=${root}`,
    ]);
  }
  let made = 0;
  const command = (args: readonly string[]): readonly string[] => {
    const id = `node-exporter-ts-test-${process.pid}-${++made}`;
    const bundle = join(directory, id);
    mkdirSync(bundle);
    writeFileSync(join(bundle, "config.json"), JSON.stringify(specification(config, root, args)));
    cleanUp(() => {
      // Without control groups, deleting it leaves its process.
      for (const last of [
        ["kill", id, "KILL"],
        ["delete", "--force", id],
      ])
        spawnSync("crun", ["--cgroup-manager=disabled", ...last]);
    });
    return [...WITHOUT_CGROUPS, "crun", "--cgroup-manager=disabled", "run", "--bundle", bundle, id];
  };
  return { config, root, command };
}

/** As `docker run --read-only --cap-drop ALL --security-opt no-new-privileges --net host --pid host -v /:/host:ro,rslave`. */
function specification({ User, Env, Entrypoint }: ImageConfig, root: string, args: readonly string[]) {
  const [uid, gid] = User.split(":").map(Number);
  const bind = (source: string, destination: string) => ({
    destination,
    source,
    type: "bind",
    options: ["rbind", "ro", "rslave"],
  });
  return {
    ociVersion: "1.0.2",
    root: { path: root, readonly: true },
    process: {
      user: { uid, gid },
      env: Env,
      cwd: "/",
      args: [...Entrypoint, ...args],
      noNewPrivileges: true,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
    },
    mounts: [bind("/proc", "/proc"), bind("/sys", "/sys"), bind("/", "/host")],
    linux: { namespaces: [{ type: "mount" }] },
  };
}
