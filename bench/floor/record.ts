/**
 * Runs this program's collectors once in this process, with the flags of the command line, and prints as JSON which
 * files they read in a scrape that is not their first. Netlink and other system calls beyond files are not recorded.
 */
import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import type { Operation } from "./operations.ts";

const SCRAPES = 3;

const recorded: Operation[] = [];
const paths = new Map<number, string>();
const reads = new Map<number, { readonly path: string; calls: number }>();
/** What each function of the C library means, from its result and its first arguments. */
const NOTES: Readonly<Record<string, (result: number, ...values: never[]) => void>> = {
  open: noteOpen,
  openat: (fd, directory: number, name: string) => noteOpen(fd, `${paths.get(directory)}/${name}`),
  getdents64: (length, fd: number) => {
    const path = paths.get(fd);
    const last = recorded.at(-1);
    // A long directory takes several calls; the last one returns nothing.
    if (length <= 0 || path === undefined || (last?.kind === "list" && last.path === path)) return;
    recorded.push({ kind: "list", path });
  },
  statx: (result, _directory: number, path: string) =>
    void recorded.push({ kind: result < 0 ? "exists" : "stat", path }),
  close: (_, fd: number) => {
    endRead(fd);
    paths.delete(fd);
  },
  pread: (_, fd: number) => noteRead(fd),
  access: (_, path: string) => void recorded.push({ kind: "exists", path }),
};

watchFiles();
watchLibrary();
await collect();
// Unlike the stream of stdout this has written everything when it returns.
fs.writeFileSync(1, JSON.stringify(recorded));
// Descriptors that collectors keep open no longer matter.
process.exit(0);

/** The program is loaded after `node:fs` and koffi have been changed. */
async function collect(): Promise<void> {
  const { parseArguments } = await import("../../src/main/options/parse.ts");
  const { openHost } = await import("../../src/workers/host/host.ts");
  const { createNative } = await import("../../src/workers/native/native.ts");
  const { Runner } = await import("../../src/workers/runner.ts");
  const { registry } = await import("../../src/collectors/generated/registry.ts");
  const { stateMemory } = await import("../../src/main/scrape/lane-options.ts");
  const parsed = await parseArguments(process.argv.slice(2), {}, "record");
  if (parsed.kind !== "run") throw new Error(parsed.kind === "error" ? parsed.message : "flags expected");
  const { paths: hostPaths, collectors } = parsed.options;
  const runner = new Runner(openHost(hostPaths, createNative(), 4096, 100_000), collectors, {
    log: () => {},
    faults: () => {},
    names: collectors.enabled,
    state: stateMemory(collectors, hostPaths),
  });
  const numbers = collectors.enabled.map((_, number) => number);
  for (const [number, name] of collectors.enabled.entries()) {
    const load = registry[name];
    if (load !== undefined) runner.add((await load()).default, number);
  }
  for (let scrape = 0; scrape < SCRAPES; scrape++) {
    endReads();
    recorded.length = 0;
    await runner.run(numbers, performance.now() + 60_000, {
      started: endReads,
      ended: (_collector, _outcome, families) => families.finish(() => {}),
    });
  }
  endReads();
}

function watchFiles(): void {
  const { openSync, closeSync, readSync } = fs;
  const changed = fs as unknown as Record<string, unknown>;
  changed["openSync"] = (path: string, ...rest: [never]) => {
    const fd = openSync(path, ...rest);
    paths.set(fd, path);
    return fd;
  };
  changed["closeSync"] = (fd: number) => {
    endRead(fd);
    paths.delete(fd);
    closeSync(fd);
  };
  changed["readSync"] = (fd: number, ...rest: [never]) => {
    const count = readSync(fd, ...rest);
    noteRead(fd);
    return count;
  };
  watch("readdirSync", "list");
  watch("opendirSync", "list");
  watch("statSync", "stat");
  watch("lstatSync", "stat");
  watch("existsSync", "exists");
  watch("accessSync", "exists");
  watch("statfsSync", "statfs");
  watch("readlinkSync", "readlink");
  watch("realpathSync", "readlink");
  watchWholeReads();
  syncBuiltinESMExports();
}

type Call = (...values: never[]) => number;

/** The same for calls through the C library. */
function watchLibrary(): void {
  const koffi: { load(path: null): { func(declaration: string): Call } } = createRequire(import.meta.url)("koffi");
  const load = koffi.load.bind(koffi);
  koffi.load = (path) => {
    const library = load(path);
    return {
      func(declaration) {
        const name = /(\w+)\(/.exec(declaration)?.[1] ?? "";
        const call = library.func(declaration);
        return NOTES[name] === undefined ? call : noting(call, NOTES[name]);
      },
    };
  };
}

function noting(call: Call, note: (result: number, ...values: never[]) => void): Call {
  return (...values) => {
    const result = call(...values);
    note(result, ...values);
    return result;
  };
}

function noteOpen(fd: number, path: string): void {
  if (fd < 0) recorded.push({ kind: "exists", path });
  else paths.set(fd, path);
}

/** A call that takes a path counts when it succeeds; one that fails still has to look. */
function watch(name: keyof typeof fs, kind: Exclude<Operation["kind"], "read">): void {
  const changed = fs as unknown as Record<string, (path: string, ...rest: unknown[]) => unknown>;
  const original = changed[name];
  changed[name] = (path, ...rest) => {
    try {
      const result = original?.(path, ...rest);
      recorded.push({ kind: result === undefined ? "exists" : kind, path });
      return result;
    } catch (error) {
      recorded.push({ kind: "exists", path });
      throw error;
    }
  };
}

function watchWholeReads(): void {
  const changed = fs as unknown as Record<string, (path: string, ...rest: unknown[]) => unknown>;
  const original = changed["readFileSync"];
  changed["readFileSync"] = (path, ...rest) => {
    const result = original?.(path, ...rest);
    if (typeof path === "string") recorded.push({ kind: "read", path, once: false });
    return result;
  };
}

/** Several reads in a row of one descriptor are one reading of the whole file. */
function noteRead(fd: number): void {
  const path = paths.get(fd);
  if (path === undefined) return;
  const [last] = [...reads.keys()];
  if (last !== undefined && last !== fd) endRead(last);
  const read = reads.get(fd);
  if (read === undefined) reads.set(fd, { path, calls: 1 });
  else read.calls++;
}

function endRead(fd: number): void {
  const read = reads.get(fd);
  if (read === undefined) return;
  reads.delete(fd);
  recorded.push({ kind: "read", path: read.path, once: read.calls === 1 });
}

function endReads(): void {
  for (const fd of reads.keys()) endRead(fd);
}
