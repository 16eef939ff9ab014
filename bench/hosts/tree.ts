import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Writes the files of one host. Paths are relative, such as `proc/stat` or `sys/class/net/eth0/mtu`. */
export class Tree {
  readonly root: string;
  private readonly made = new Set<string>();
  private readonly first: string | undefined;

  /** `first`: the same host in another state. */
  constructor(root: string, first?: string) {
    this.root = root;
    this.first = first;
    this.folder(".");
  }

  file(path: string, content: string): void {
    this.folder(dirname(path));
    writeFileSync(join(this.root, path), content);
  }

  /** A file that is the same in every state, such as the udev entry of a device. */
  constant(path: string, content: string): void {
    if (this.first === undefined) return this.file(path, content);
    this.folder(dirname(path));
    const full = join(this.root, path);
    rmSync(full, { force: true });
    return linkSync(join(this.first, path), full);
  }

  folder(path: string): void {
    if (this.made.has(path)) return;
    this.made.add(path);
    mkdirSync(join(this.root, path), { recursive: true });
  }

  /** A symbolic link. */
  symlink(path: string, target: string): void {
    this.folder(dirname(path));
    const full = join(this.root, path);
    rmSync(full, { force: true });
    symlinkSync(target, full);
  }

  /** A second name of a file of this tree. */
  hardLink(path: string, existing: string): void {
    this.folder(dirname(path));
    linkSync(join(this.root, existing), join(this.root, path));
  }

  /** A copy of a file of this machine under the same path, if it can be read. */
  copy(path: string): void {
    const content = readOrNothing(`/${path}`);
    if (content !== undefined) this.file(path, content);
  }

  /** The readable files in a directory of this machine, and those in the named directories below it. */
  copyFolder(path: string, below: readonly string[] = []): void {
    for (const name of namesIn(`/${path}`)) this.copy(`${path}/${name}`);
    for (const name of below) this.copyFolder(`${path}/${name}`);
  }
}

/** A host in several states: the link `current` points at one of them, so that counters can change between scrapes. */
export interface Host {
  readonly root: string;
  readonly current: string;
  readonly states: readonly string[];
  remove(): void;
}

/** `write` is called once per state, with its number. */
export function makeHost(states: number, write: (tree: Tree, state: number, root: string) => void): Host {
  const root = mkdtempSync(join(tmpdir(), "node-exporter-ts-host-"));
  const remove = () => rmSync(root, { recursive: true, force: true });
  process.once("exit", remove);
  const folders = Array.from({ length: states }, (_, state) => join(root, `state${state}`));
  folders.forEach((folder, state) => write(new Tree(folder, state === 0 ? undefined : folders[0]), state, root));
  const current = join(root, "current");
  symlinkSync(folders[0] ?? "", `${current}.first`);
  renameSync(`${current}.first`, current);
  return {
    root,
    current,
    states: folders,
    remove: () => {
      process.off("exit", remove);
      remove();
    },
  };
}

/** Flags that make an exporter read the host. */
export function hostFlags({ current }: Host): readonly string[] {
  return [
    `--path.procfs=${current}/proc`,
    `--path.sysfs=${current}/sys`,
    `--path.udev.data=${current}/udev`,
    `--collector.textfile.directory=${current}/textfile`,
  ];
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // A directory, a file that this kernel lacks, or one that cannot be read, such as the speed of a virtual interface.
    return undefined;
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    // This machine has no such devices.
    return [];
  }
}
