import { lstatSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { MISSING, type Errnos } from "../../collectors/kit/errnos.ts";
import { constants } from "node:os";
import type { Directory, Entry, ParsedFile, Tree } from "../../collectors/kit/host.ts";
import { SkippedRecords } from "../../collectors/kit/skipped-records.ts";
import { errnoName } from "../native/errno.ts";
import type { Skip } from "../../collectors/parsers/skip.ts";
import { encodeName } from "../../collectors/parsers/utf8.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";
import { DirectoryReader } from "./directory-reader.ts";
import { Failures } from "./failures.ts";
import type { FileCalls } from "./file-calls.ts";
import { Glob, type Lister } from "./glob.ts";
import { KeptDirectory } from "./kept-directory.ts";
import type { Listing } from "./listing.ts";
import { OpenDirectory } from "./open-directory.ts";
import { KernelFile, readFresh, type Scratch } from "./kernel-file.ts";
import { PAGE_BYTES, type RecordLength } from "./record-lengths.ts";
import type { SkipReport } from "./skip-report.ts";

const EMPTY = Buffer.alloc(0);
const NO_NAMES: readonly string[] = [];

/** Patterns remembered, some of which name a device; past that, all are forgotten. */
const MAX_GLOBS = 256;

/** Directories not asked for in this many scrapes are forgotten and their descriptors closed. */
const FORGET_AFTER = 8;

/**
 * procfs or sysfs below a mount point. With a budget (real kernel file systems only) descriptors are kept between scrapes.
 */
export class KernelTree implements Tree {
  readonly path: string;
  readonly isLive: boolean;
  private readonly budget: DescriptorBudget | undefined;
  private readonly calls: FileCalls;
  private readonly scratch: Scratch;
  private readonly directories = new Map<string, KeptDirectory>();
  private readonly reader: DirectoryReader;
  private readonly opened: OpenDirectory | undefined;
  private readonly failedReads: Failures;
  private readonly failedListings: Failures;
  private readonly recordLength: RecordLength;
  private readonly globs = new Map<string, Glob>();
  private readonly lister: Lister = {
    names: (relative) => this.namesOrNone(relative),
    exists: (relative) => this.isEntry(relative),
  };
  private readonly report: SkipReport;
  private scrape = 0;
  /** Those of the mount point, which all parts of a collector ask for: listed once a scrape. */
  private ownNumbers: readonly number[] | undefined;

  constructor(
    path: string,
    calls: FileCalls,
    scratch: Scratch,
    budget?: DescriptorBudget,
    recordLength: RecordLength = () => PAGE_BYTES,
    report: SkipReport = { current: new SkippedRecords() },
  ) {
    this.report = report;
    this.path = path;
    this.calls = calls;
    this.scratch = scratch;
    this.budget = budget;
    this.isLive = budget !== undefined;
    this.recordLength = recordLength;
    const resolve = (relative: string) => this.resolve(relative);
    this.reader = new DirectoryReader(calls, this.isLive, resolve);
    this.failedReads = new Failures("read", resolve);
    this.failedListings = new Failures("scandir", resolve);
    this.opened = calls.below && new OpenDirectory(path, calls, calls.below);
  }

  /** Starts a scrape: identities of kept directories are to be checked again. */
  startScrape(): void {
    this.scrape++;
    this.ownNumbers = undefined;
    if (this.opened?.isOpen === true) this.opened.close();
    for (const [path, directory] of this.directories) {
      if (directory.usedAt + FORGET_AFTER >= this.scrape) continue;
      directory.close();
      this.directories.delete(path);
    }
  }

  resolve(relative: string): string {
    if (relative === "") return this.path;
    return this.path.endsWith("/") ? this.path + relative : `${this.path}/${relative}`;
  }

  file<T>(relative: string, parse: (bytes: Buffer, path: string, skip: Skip) => T): ParsedFile<T> {
    const file = new KernelFile(this.resolve(relative), this.calls, this.budget, this.recordLength(relative));
    this.report.holdings?.add(file);
    return new MemoizedFile(file, this.scratch, parse, this.report);
  }

  read(relative: string): Buffer {
    const length = this.readWhole(relative);
    if (length < 0) throw this.failedReads.of(relative, length);
    return this.scratch.bytes(length);
  }

  readIf(relative: string, tolerated: Errnos = MISSING): Buffer | undefined {
    const length = this.readWhole(relative);
    return length < 0 ? this.failedReads.absent(relative, length, tolerated) : this.scratch.bytes(length);
  }

  directory(relative: string): Directory {
    let directory = this.directories.get(relative);
    if (directory === undefined) {
      directory = new KeptDirectory(
        this.resolve(relative),
        relative,
        this.calls,
        this.scratch,
        this.budget,
        this.opened,
        this.report,
      );
      this.directories.set(relative, directory);
    }
    directory.use(this.scrape);
    return directory;
  }

  attribute(relative: string): string {
    const [directory, name] = split(relative);
    return this.directory(directory).attribute(name);
  }

  attributeIf(relative: string, tolerated: Errnos = MISSING): string | undefined {
    const [directory, name] = split(relative);
    return this.directory(directory).attributeIf(name, tolerated);
  }

  list(relative: string): readonly string[] {
    return this.listing(relative).names;
  }

  listIf(relative: string, tolerated: Errnos = MISSING): readonly string[] | undefined {
    return this.listingIf(relative, tolerated)?.names;
  }

  numbers(relative: string): readonly number[] {
    return relative === "" ? (this.ownNumbers ??= this.readNumbers("")) : this.readNumbers(relative);
  }

  entries(relative: string): readonly Entry[] {
    return this.listing(relative).entries;
  }

  entriesIf(relative: string, tolerated: Errnos = MISSING): readonly Entry[] | undefined {
    return this.listingIf(relative, tolerated)?.entries;
  }

  glob(pattern: string): readonly string[] {
    let glob = this.globs.get(pattern);
    if (glob === undefined) {
      if (this.globs.size >= MAX_GLOBS) this.globs.clear();
      this.globs.set(pattern, (glob = new Glob(pattern)));
    }
    return glob.find(this.lister);
  }

  exists(relative: string): boolean {
    return this.calls.access(this.resolve(relative)) === 0;
  }

  isDirectory(relative: string): boolean {
    const path = this.resolve(relative);
    const errno = this.calls.access(`${path}/.`);
    if (errno === 0) return true;
    if (errno === -constants.errno.ENOENT || errno === -constants.errno.ENOTDIR) return false;
    // In a directory that this process may not search, even `.` is refused.
    return statSync(encodeName(path), { throwIfNoEntry: false })?.isDirectory() === true;
  }

  readlink(relative: string): string {
    return readlinkSync(encodeName(this.resolve(relative)));
  }

  realpath(relative: string): string {
    return realpathSync(encodeName(this.resolve(relative)));
  }

  private readNumbers(relative: string): readonly number[] {
    const numbers = this.reader.numbers(relative);
    if (typeof numbers === "number") throw this.failedListings.of(relative, numbers);
    return numbers;
  }

  /** The number of bytes in `scratch`, or a negative errno. */
  private readWhole(relative: string): number {
    const { calls, opened, scratch } = this;
    const fd = opened === undefined ? calls.open(this.resolve(relative)) : opened.open(relative);
    if (fd < 0) return fd;
    const length = readFresh(calls, fd, scratch, this.recordLength(relative));
    calls.close(fd);
    return length;
  }

  /** Whether there is an entry of that name, a dangling link included. */
  private isEntry(relative: string): boolean {
    const path = this.resolve(relative);
    const errno = this.calls.access(path);
    if (errno !== -constants.errno.ENOENT) return errno === 0;
    return lstatSync(encodeName(path), { throwIfNoEntry: false }) !== undefined;
  }

  private listing(relative: string): Listing {
    const listing = this.reader.read(relative);
    if (typeof listing === "number") throw this.failedListings.of(relative, listing);
    return listing;
  }

  private listingIf(relative: string, tolerated: Errnos): Listing | undefined {
    const listing = this.reader.read(relative);
    return typeof listing === "number" ? this.failedListings.absent(relative, listing, tolerated) : listing;
  }

  /** A glob has no errors: what cannot be listed has no matches. */
  private namesOrNone(relative: string): readonly string[] {
    const listing = this.reader.read(relative);
    return typeof listing === "number" ? NO_NAMES : listing.names;
  }
}

/** What the parser of a file leaves out, before it is known whether the file counts. */
const parsing = new SkippedRecords();

class MemoizedFile<T> implements ParsedFile<T> {
  private readonly file: KernelFile;
  private readonly scratch: Scratch;
  private readonly parse: (bytes: Buffer, path: string, skip: Skip) => T;
  private readonly report: SkipReport;
  private skipped: SkippedRecords | undefined;
  /** The first `lastLength` bytes are those that `value` was made of; -1: there is no value. */
  private last: Buffer = EMPTY;
  private lastLength = -1;
  private value: T | undefined;

  constructor(
    file: KernelFile,
    scratch: Scratch,
    parse: (bytes: Buffer, path: string, skip: Skip) => T,
    report: SkipReport,
  ) {
    this.report = report;
    this.file = file;
    this.scratch = scratch;
    this.parse = parse;
  }

  read(): T {
    const length = this.file.readAll(this.scratch);
    if (length < 0) throw this.file.error(length);
    return this.parsed(length);
  }

  readIf(tolerated: Errnos = MISSING): T | undefined {
    const length = this.file.readAll(this.scratch);
    if (length >= 0) return this.parsed(length);
    if (!tolerated.has(errnoName(-length))) throw this.file.error(length);
    return undefined;
  }

  private parsed(length: number): T {
    if (length !== this.lastLength || !this.scratch.startsWith(this.last, length)) {
      const bytes = this.scratch.bytes(length);
      this.lastLength = -1;
      if (parsing.count > 0) parsing.clear();
      this.value = this.parse(bytes, this.file.path, parsing.add);
      this.skipped = parsing.count > 0 ? parsing.copy() : undefined;
      this.remember(bytes);
    }
    if (this.skipped !== undefined) this.report.current.addAll(this.skipped);
    return this.value as T;
  }

  /** Most files change on every scrape and keep about the same length: the memory is reused. */
  private remember(bytes: Buffer): void {
    const { length } = bytes;
    if (length > this.last.length || length * 4 < this.last.length)
      this.last = Buffer.allocUnsafeSlow(Math.ceil(length * 1.1));
    bytes.copy(this.last);
    this.lastLength = length;
  }
}

/** Directory and last part of a path. */
function split(relative: string): readonly [directory: string, name: string] {
  const slash = relative.lastIndexOf("/");
  return [relative.slice(0, Math.max(slash, 0)), relative.slice(slash + 1)];
}
