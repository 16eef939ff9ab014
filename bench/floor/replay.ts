/**
 * The floor: repeats the file system operations of a scrape and does nothing else. Reads the operations as JSON from
 * stdin, takes the seconds as its first argument, prints its CPU time per turn. Files are read through kept descriptors,
 * or, where the second argument is `open`, opened every time.
 */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statfsSync,
  statSync,
} from "node:fs";
import type { Operation } from "./operations.ts";

const BUFFER = 64 * 1024;

/** For every read of a file of /proc/sys the kernel makes a buffer of the size asked for. */
const SYSCTL = 1024;

/** An attribute of sysfs is a page at most; the size asked for hardly matters to the kernel. */
const ATTRIBUTE = 128;

/** Descriptors that may be kept: as many as the process may have, less some for what else it opens. */
const LIMIT = Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1"))?.[1] ?? 1024) - 100;

const KEPT = process.argv[3] === "open" ? 0 : LIMIT;

/** How many of the longest operations are named, and how often each is repeated to find them. */
const NAMED = 8;
const REPEATS = 10;

interface Action {
  readonly name: string;
  readonly run: () => void;
}

const CALLS = {
  list: (path: string): unknown => readdirSync(path),
  stat: (path: string): unknown => statSync(path, { throwIfNoEntry: false }),
  exists: (path: string): unknown => existsSync(path),
  statfs: (path: string): unknown => statfsSync(path),
  readlink: (path: string): unknown => readlinkSync(path),
};

const buffer = Buffer.alloc(BUFFER);
let kept = 0;
const operations: readonly Operation[] = JSON.parse(readFileSync(0, "utf8"));
const turn = operations.flatMap(prepare);
const seconds = Number(process.argv[2] ?? 1);

repeat(seconds / 4);
const before = process.cpuUsage();
const turns = repeat(seconds);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    user: user / 1000 / turns,
    system: system / 1000 / turns,
    operations: turn.length,
    slowest: slowest(),
  }),
);

function repeat(seconds: number): number {
  const until = performance.now() + seconds * 1000;
  let turns = 0;
  do {
    for (const { run } of turn) run();
    turns++;
  } while (performance.now() < until);
  return turns;
}

function slowest(): readonly { readonly operation: string; readonly milliseconds: number }[] {
  const timed = turn.map(({ name, run }) => {
    const start = performance.now();
    for (let i = 0; i < REPEATS; i++) run();
    return { operation: name, milliseconds: (performance.now() - start) / REPEATS };
  });
  return timed.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, NAMED);
}

/** Operations on files that have disappeared are left out. */
function prepare(operation: Operation): readonly Action[] {
  try {
    const run = actionOf(operation);
    run();
    return [{ name: `${operation.kind} ${operation.path}`, run }];
  } catch {
    return [];
  }
}

function actionOf(operation: Operation): () => void {
  if (operation.kind === "read") return reader(operation.path, operation.once);
  const call = CALLS[operation.kind];
  return () => void call(operation.path);
}

function reader(path: string, once: boolean): () => void {
  const bytes = path.startsWith("/proc/sys/") ? SYSCTL : BUFFER;
  const read = once ? (fd: number) => void readSync(fd, buffer, 0, ATTRIBUTE, 0) : (fd: number) => readAll(fd, bytes);
  if (kept++ < KEPT) {
    const fd = openSync(path, "r");
    return () => read(fd);
  }
  return () => {
    const fd = openSync(path, "r");
    read(fd);
    closeSync(fd);
  };
}

function readAll(fd: number, bytes: number): void {
  let at = 0;
  for (;;) {
    const count = readSync(fd, buffer, 0, bytes, at);
    if (count === 0) return;
    at += count;
  }
}
