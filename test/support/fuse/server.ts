/**
 * File systems in user space whose calls can be made to fail, to be slow or to hang. Arguments: mount points, all with
 * the same files. The parent sends files and rules; the server reports its mounts and the calls that it holds.
 *
 * Use it in a mount namespace of its own only: a hanging mount harms every process that sees it.
 */
import { spawnSync } from "node:child_process";
import { openSync, read, writeSync } from "node:fs";
import { constants } from "node:os";
import * as fuse from "./messages.ts";
import { makeNodes, type Node } from "./nodes.ts";

/** Path (`statfs` for that call) to what its read or listing does; a delay is in milliseconds. */
export type Rules = Readonly<Record<string, "hang" | { readonly errno: string } | { readonly delay: number }>>;

export interface FuseOrder {
  /** Content by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly rules: Rules;
}

/** `held`: how many calls hang. */
export type FuseReport =
  | { readonly type: "mounted" }
  | { readonly type: "held"; readonly held: number }
  | { readonly type: "obeyed"; readonly held: number };

/** A request with the way to answer it. */
interface Asked extends fuse.FuseRequest {
  readonly reply: (body?: Buffer) => void;
  readonly refuse: (code: string) => void;
}

let nodes: readonly Node[] = [];
let rules: Rules = {};
let held: { readonly path: string; readonly asked: Asked; readonly answer: () => void }[] = [];

process.on("message", (order: FuseOrder) => {
  nodes = makeNodes(order.files);
  ({ rules } = order);
  const waiting = held;
  held = [];
  for (const { path, asked, answer } of waiting) underRule(path, asked, answer);
  report({ type: "obeyed", held: held.length });
});
process.on("disconnect", () => process.exit());
for (const mountPoint of process.argv.slice(2)) serve(mountPoint);
report({ type: "mounted" });

function report(report: FuseReport): void {
  process.send?.(report);
}

function serve(mountPoint: string): void {
  const fd = openSync("/dev/fuse", "r+");
  const options = "fd=3,rootmode=40000,user_id=0,group_id=0,allow_other";
  const { status } = spawnSync("mount", ["-i", "-t", "fuse", "-o", options, "faulty", mountPoint], {
    stdio: ["ignore", "inherit", "inherit", fd],
  });
  if (status !== 0) process.exit(1);
  const buffer = Buffer.alloc(1 << 18);
  const next = (): void =>
    read(fd, buffer, 0, buffer.length, null, (error) => {
      // ENODEV: unmounted.
      if (error?.code === "ENODEV") return;
      if (error === null) handle(asked(fd, buffer));
      next();
    });
  next();
}

function asked(fd: number, bytes: Buffer): Asked {
  const request = fuse.readRequest(bytes);
  const write = (error: number, body: Buffer): void => {
    try {
      writeSync(fd, fuse.response(request.unique, error, body));
    } catch {
      // ENOENT: whoever asked was killed.
    }
  };
  const numbers: Readonly<Record<string, number>> = constants.errno;
  return {
    ...request,
    reply: (body = Buffer.alloc(0)) => write(0, body),
    refuse: (code) => write(-(numbers[code] ?? constants.errno.EIO), Buffer.alloc(0)),
  };
}

function handle(asked: Asked): void {
  const { operation, node: id, name, offset, size, reply, refuse } = asked;
  const node = nodes[id - 1];
  switch (operation) {
    case fuse.LOOKUP:
      return lookup(asked, node?.children.get(name));
    case fuse.GETATTR:
      return reply(fuse.attributesFor(id, node));
    case fuse.OPEN:
    case fuse.OPENDIR:
      return reply(fuse.opened());
    case fuse.READ:
      return underRule(node?.path ?? "", asked, () => reply(node?.content?.subarray(offset, offset + size)));
    case fuse.STATFS:
      return underRule("statfs", asked, () => reply(fuse.statfs()));
    case fuse.READDIR:
      return underRule(node?.path ?? "", asked, () => reply(offset === 0 ? fuse.listing(node, nodes) : undefined));
    case fuse.INIT:
      return reply(fuse.init());
    case fuse.FORGET:
    case fuse.BATCH_FORGET:
    case fuse.INTERRUPT:
      // Forgotten nodes and interrupts have no answer: whoever is interrupted stays blocked.
      return undefined;
    case fuse.RELEASE:
    case fuse.FLUSH:
    case fuse.RELEASEDIR:
    case fuse.ACCESS:
      return reply();
    default:
      return refuse("ENOSYS");
  }
}

function lookup({ reply, refuse }: Asked, id: number | undefined): void {
  if (id === undefined) refuse("ENOENT");
  else reply(fuse.entry(id, nodes[id - 1]));
}

function underRule(path: string, asked: Asked, answer: () => void): void {
  const rule = rules[path];
  if (rule === undefined) answer();
  else if (rule === "hang") {
    held.push({ path, asked, answer });
    report({ type: "held", held: held.length });
  } else if ("delay" in rule) setTimeout(answer, rule.delay);
  else asked.refuse(rule.errno);
}
