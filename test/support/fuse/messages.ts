/** Messages of the FUSE protocol, version 7.31, as linux/fuse.h describes them: little endian, padded to eight bytes. */
import type { Node } from "./nodes.ts";

export const LOOKUP = 1;
export const FORGET = 2;
export const GETATTR = 3;
export const OPEN = 14;
export const READ = 15;
export const STATFS = 17;
export const RELEASE = 18;
export const FLUSH = 25;
export const INIT = 26;
export const OPENDIR = 27;
export const READDIR = 28;
export const RELEASEDIR = 29;
export const ACCESS = 34;
export const INTERRUPT = 36;
export const BATCH_FORGET = 42;

/** What a request asks. */
export interface FuseRequest {
  readonly operation: number;
  /** Names the request in its answer. */
  readonly unique: bigint;
  readonly node: number;
  /** Of LOOKUP. */
  readonly name: string;
  /** Of READ and READDIR, in bytes. */
  readonly offset: number;
  readonly size: number;
}

const IN_HEADER = 40;
const DIRECT_IO = 1;
const FILE_MODE = 0o100444;
const DIRECTORY_MODE = 0o40755;

export function readRequest(bytes: Buffer): FuseRequest {
  return {
    operation: bytes.readUInt32LE(4),
    unique: bytes.readBigUInt64LE(8),
    node: Number(bytes.readBigUInt64LE(16)),
    name: bytes.toString("latin1", IN_HEADER, bytes.indexOf(0, IN_HEADER)),
    offset: Number(bytes.readBigUInt64LE(IN_HEADER + 8)),
    size: bytes.readUInt32LE(IN_HEADER + 16),
  };
}

/** An answer: 0 and a body, or a negative error number. */
export function response(unique: bigint, error: number, body: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + body.length, 0);
  header.writeInt32LE(error, 4);
  header.writeBigUInt64LE(unique, 8);
  return Buffer.concat([header, body]);
}

export function entry(id: number, node: Node | undefined): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeBigUInt64LE(BigInt(id), 0);
  return Buffer.concat([bytes, attributes(id, node)]);
}

export function attributesFor(id: number, node: Node | undefined): Buffer {
  return Buffer.concat([Buffer.alloc(16), attributes(id, node)]);
}

function attributes(id: number, node: Node | undefined): Buffer {
  const content = node?.content;
  const bytes = Buffer.alloc(88);
  bytes.writeBigUInt64LE(BigInt(id), 0);
  bytes.writeBigUInt64LE(BigInt(content?.length ?? 0), 8);
  bytes.writeUInt32LE(content === undefined ? DIRECTORY_MODE : FILE_MODE, 60);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(4096, 80);
  return bytes;
}

/** Every read reaches the server. */
export function opened(): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(DIRECT_IO, 8);
  return bytes;
}

/** 1000 blocks of 4096 bytes, 500 free, 400 available; 10 files, 5 free. */
export function statfs(): Buffer {
  const bytes = Buffer.alloc(80);
  for (const [i, number] of [1000n, 500n, 400n, 10n, 5n].entries()) bytes.writeBigUInt64LE(number, i * 8);
  bytes.writeUInt32LE(4096, 40);
  bytes.writeUInt32LE(255, 44);
  bytes.writeUInt32LE(4096, 48);
  return bytes;
}

export function listing(node: Node | undefined, nodes: readonly Node[]): Buffer {
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

export function init(): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(7, 0);
  bytes.writeUInt32LE(31, 4);
  bytes.writeUInt16LE(12, 16);
  bytes.writeUInt16LE(9, 18);
  bytes.writeUInt32LE(131_072, 20);
  return bytes;
}
