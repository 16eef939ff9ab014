/**
 * A file system in user space (FUSE protocol 7.31) whose calls can be made to fail, to be slow or to hang. Arguments: the
 * mount point. Its parent sends the files and the rules; it tells of its mount and of the calls that it holds.
 *
 * Use it in a mount namespace of its own only: a hanging mount harms every process that sees it.
 */
import { spawnSync } from "node:child_process";
import { openSync, read, writeSync } from "node:fs";
import { constants } from "node:os";

/** Path (`statfs` for that call) to what its read or listing does. */
export type Rules = Readonly<Record<string, "hang" | { readonly errno: string } | { readonly delay: number }>>;

export interface FuseMessage {
  /** Content by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly rules: Rules;
}

export type FuseReport = { readonly mounted: true } | { readonly held: number };

interface Node {
  readonly path: string;
  readonly content: Buffer | undefined;
  readonly children: Map<string, number>;
}

const INIT = 26;
const IN_HEADER = 40;
const DIRECT_IO = 1;
const FILE_MODE = 0o100444;
const FOLDER_MODE = 0o40755;

const [, , mountPoint = ""] = process.argv;
let nodes: Node[] = [];
let rules: Rules = {};
let held: { path: string; answer: () => void }[] = [];

const fd = openSync("/dev/fuse", "r+");
const options = "fd=3,rootmode=40000,user_id=0,group_id=0,allow_other";
const mounted = spawnSync("mount", ["-i", "-t", "fuse", "-o", options, "faulty", mountPoint], {
  stdio: ["ignore", "inherit", "inherit", fd],
});
if (mounted.status !== 0) process.exit(1);

process.on("message", (message: FuseMessage) => {
  nodes = makeNodes(message.files);
  ({ rules } = message);
  const waiting = held;
  held = [];
  for (const { path, answer } of waiting) underRule(path, answer, undefined);
  process.send?.({ held: held.length });
});
process.on("disconnect", () => process.exit());
process.send?.({ mounted: true });

const buffer = Buffer.alloc(1 << 18);
function next(): void {
  read(fd, buffer, 0, buffer.length, null, (error) => {
    if (error?.code === "ENODEV") process.exit(0);
    if (error === null) handle();
    next();
  });
}
next();

function handle(): void {
  const operation = buffer.readUInt32LE(4);
  const unique = buffer.readBigUInt64LE(8);
  const id = Number(buffer.readBigUInt64LE(16));
  const node = nodes[id - 1];
  const name = () => buffer.toString("latin1", IN_HEADER, buffer.indexOf(0, IN_HEADER));
  const offset = Number(buffer.readBigUInt64LE(IN_HEADER + 8));
  const size = buffer.readUInt32LE(IN_HEADER + 16);
  switch (operation) {
    case 1:
      return lookup(unique, node?.children.get(name()));
    case 3:
      return reply(unique, Buffer.concat([Buffer.alloc(16), attributes(id)]));
    case 14:
    case 27:
      return reply(unique, opened());
    case 15:
      return underRule(node?.path ?? "", () => reply(unique, node?.content?.subarray(offset, offset + size)), unique);
    case 17:
      return underRule("statfs", () => reply(unique, statfs()), unique);
    case 28:
      return underRule(node?.path ?? "", () => reply(unique, offset === 0 ? listing(node) : Buffer.alloc(0)), unique);
    case INIT:
      return reply(unique, init());
    case 2:
    case 36:
    case 42:
      // Forgotten nodes and interrupts have no answer: whoever is interrupted stays blocked.
      return undefined;
    case 18:
    case 25:
    case 29:
    case 34:
      return reply(unique);
    default:
      return refuse(unique, "ENOSYS");
  }
}

function underRule(path: string, answer: () => void, unique: bigint | undefined): void {
  const rule = rules[path];
  if (rule === undefined) answer();
  else if (rule === "hang") {
    held.push({ path, answer });
    if (unique !== undefined) process.send?.({ held: held.length });
  } else if ("delay" in rule) setTimeout(answer, rule.delay);
  else if (unique !== undefined) refuse(unique, rule.errno);
  else answer();
}

function lookup(unique: bigint, id: number | undefined): void {
  if (id === undefined) return refuse(unique, "ENOENT");
  const entry = Buffer.alloc(40);
  entry.writeBigUInt64LE(BigInt(id), 0);
  return reply(unique, Buffer.concat([entry, attributes(id)]));
}

function attributes(id: number): Buffer {
  const content = nodes[id - 1]?.content;
  const bytes = Buffer.alloc(88);
  bytes.writeBigUInt64LE(BigInt(id), 0);
  bytes.writeBigUInt64LE(BigInt(content?.length ?? 0), 8);
  bytes.writeUInt32LE(content === undefined ? FOLDER_MODE : FILE_MODE, 60);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(4096, 80);
  return bytes;
}

function opened(): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(DIRECT_IO, 8);
  return bytes;
}

function statfs(): Buffer {
  const bytes = Buffer.alloc(80);
  for (const [i, blocks] of [1000n, 500n, 400n, 10n, 5n].entries()) bytes.writeBigUInt64LE(blocks, i * 8);
  bytes.writeUInt32LE(4096, 40);
  bytes.writeUInt32LE(255, 44);
  bytes.writeUInt32LE(4096, 48);
  return bytes;
}

function listing(node: Node | undefined): Buffer {
  let offset = 0;
  const entries = [...(node?.children ?? [])].map(([name, id]) => {
    const bytes = Buffer.alloc(24 + Math.ceil(name.length / 8) * 8);
    bytes.writeBigUInt64LE(BigInt(id), 0);
    bytes.writeBigUInt64LE(BigInt(++offset), 8);
    bytes.writeUInt32LE(name.length, 16);
    bytes.writeUInt32LE(nodes[id - 1]?.content === undefined ? 4 : 8, 20);
    bytes.write(name, 24, "latin1");
    return bytes;
  });
  return Buffer.concat(entries);
}

function init(): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(7, 0);
  bytes.writeUInt32LE(31, 4);
  bytes.writeUInt16LE(12, 16);
  bytes.writeUInt16LE(9, 18);
  bytes.writeUInt32LE(131_072, 20);
  return bytes;
}

function refuse(unique: bigint, code: string): void {
  const errors: Readonly<Record<string, number>> = constants.errno;
  answer(unique, -(errors[code] ?? 5), Buffer.alloc(0));
}

function reply(unique: bigint, body: Buffer = Buffer.alloc(0)): void {
  answer(unique, 0, body);
}

function answer(unique: bigint, error: number, body: Buffer): void {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + body.length, 0);
  header.writeInt32LE(error, 4);
  header.writeBigUInt64LE(unique, 8);
  try {
    writeSync(fd, Buffer.concat([header, body]));
  } catch {
    // ENOENT: whoever asked was killed.
  }
}

function makeNodes(files: FuseMessage["files"]): Node[] {
  const made: Node[] = [{ path: "", content: undefined, children: new Map() }];
  for (const [path, content] of Object.entries(files)) {
    let parent = 1;
    const parts = path.split("/");
    for (const [depth, name] of parts.entries()) {
      const isFile = depth === parts.length - 1;
      let id = made[parent - 1]?.children.get(name);
      if (id === undefined) {
        const own = parts.slice(0, depth + 1).join("/");
        id = made.push({ path: own, content: isFile ? Buffer.from(content) : undefined, children: new Map() });
        made[parent - 1]?.children.set(name, id);
      }
      parent = id;
    }
  }
  return made;
}
