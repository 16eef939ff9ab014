import { ParseError } from "../../collectors/kit/errors.ts";
import { type Errnos, MISSING, PERHAPS_GONE } from "../../collectors/kit/errnos.ts";
import type { Directory } from "../../collectors/kit/host.ts";
import { skipParseError } from "../../collectors/parsers/skip.ts";
import { errnoName } from "../native/errno.ts";
import { Attribute } from "./attribute.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";
import { type FileCalls, STAT_NUMBERS } from "./file-calls.ts";
import { KernelFile, type Scratch } from "./kernel-file.ts";
import type { OpenDirectory } from "./open-directory.ts";
import type { SkipReport } from "./skip-report.ts";

/** Attributes not asked for in this many scrapes are forgotten and their descriptors closed. */
const SWEEP_EVERY = 64;

const stat = new Float64Array(STAT_NUMBERS);

/** From this many files on it pays to open their directory first. */
const OPEN_FROM = 3;

/** A directory of attributes with their last content, and with descriptors as far as the budget goes. */
export class KeptDirectory implements Directory {
  usedAt = 0;
  private sweptAt = 0;
  private readonly path: string;
  private readonly relative: string;
  private readonly calls: FileCalls;
  private readonly scratch: Scratch;
  private readonly budget: DescriptorBudget | undefined;
  private readonly opened: OpenDirectory | undefined;
  private readonly report: SkipReport;
  private readonly attributes: Attribute[] = [];
  private readonly byName = new Map<string, Attribute>();
  /** Collectors ask in the same order on every scrape, so the next attribute is nearly always known. */
  private next = 0;
  private inode = -1;

  /** `relative`: the path below the root of the tree, which `opened` knows. */
  constructor(
    path: string,
    relative: string,
    calls: FileCalls,
    scratch: Scratch,
    budget: DescriptorBudget | undefined,
    opened: OpenDirectory | undefined,
    report: SkipReport,
  ) {
    this.path = path;
    this.relative = relative;
    this.calls = calls;
    this.scratch = scratch;
    this.budget = budget;
    this.opened = opened;
    this.report = report;
  }

  /**
   * A renamed device keeps its descriptors alive, and another may take its old path:
   * kept descriptors are trusted only while the directory is the same inode.
   */
  use(scrape: number): void {
    if (this.usedAt === scrape) return;
    this.usedAt = scrape;
    if (scrape - this.sweptAt >= SWEEP_EVERY) this.sweep();
    if (this.budget === undefined) return;
    if (this.attributes.length > 0 && !this.hasOpenFile()) {
      // Past the budget nothing is kept that could belong to another device, and the check costs as much as a read.
      this.inode = -1;
      return;
    }
    const inode = this.calls.stat(this.path, stat) < 0 ? -1 : (stat[0] ?? -1);
    if (inode === this.inode) return;
    this.close();
    this.inode = inode;
  }

  attribute(name: string): string {
    const attribute = this.read(name);
    if (attribute.errno < 0) throw this.file(attribute).error(attribute.errno);
    return attribute.text;
  }

  attributeIf(name: string, tolerated: Errnos = MISSING): string | undefined {
    const attribute = this.read(name);
    if (attribute.errno === 0) return attribute.text;
    this.isAbsent(attribute, tolerated);
    return undefined;
  }

  uintIf(name: string, tolerated: Errnos = MISSING): number | undefined {
    const attribute = this.read(name);
    if (attribute.errno === 0) return attribute.uint ?? this.notANumber(attribute);
    this.isAbsent(attribute, tolerated);
    return undefined;
  }

  parsedIf<T>(
    name: string,
    parse: (text: string, path: string) => T | undefined,
    tolerated: Errnos = MISSING,
    absent?: T,
  ): T | undefined {
    const attribute = this.read(name);
    if (attribute.errno !== 0) return this.isAbsent(attribute, tolerated) ? absent : undefined;
    try {
      return parse(attribute.text, `${this.path}/${name}`) ?? this.notANumber(attribute);
    } catch (error) {
      skipParseError(error, this.report.current.add);
      return undefined;
    }
  }

  close(): void {
    for (const { file } of this.attributes) file?.close();
    this.attributes.length = 0;
    this.byName.clear();
    this.next = 0;
  }

  /** Whether the error of the read means that; any other is thrown when the device was removed, and else reported. */
  private isAbsent(attribute: Attribute, tolerated: Errnos): boolean {
    const { errno } = attribute;
    if (tolerated.has(errnoName(-errno))) return true;
    const error = this.file(attribute).error(errno);
    if (PERHAPS_GONE.has(error.code) && !this.isThere()) throw error;
    this.report.current.add(error);
    return false;
  }

  private notANumber(attribute: Attribute): undefined {
    const path = `${this.path}/${attribute.name}`;
    this.report.current.add(new ParseError(`${path}: ${JSON.stringify(attribute.text)} is not a number`));
  }

  /** False when the device was removed meanwhile, even if there is another one of its name. */
  private isThere(): boolean {
    if (this.calls.stat(this.path, stat) < 0) return false;
    return this.inode === -1 || this.inode === stat[0];
  }

  private read(name: string): Attribute {
    const next = this.attributes[this.next];
    const attribute = next?.name === name ? next : this.find(name);
    this.next = attribute.index + 1 < this.attributes.length ? attribute.index + 1 : 0;
    const { scratch } = this;
    attribute.isInUse = true;
    attribute.remember(this.readInto(scratch, attribute), scratch.attribute);
    return attribute;
  }

  private find(name: string): Attribute {
    let attribute = this.byName.get(name);
    if (attribute === undefined) {
      attribute = new Attribute(name, this.attributes.length);
      this.attributes.push(attribute);
      this.byName.set(name, attribute);
    }
    return attribute;
  }

  private readInto(scratch: Scratch, attribute: Attribute): number {
    const { opened } = this;
    const isKept = attribute.file?.isOpen === true || this.budget?.isSpent === false;
    if (opened === undefined || isKept || this.attributes.length < OPEN_FROM)
      return this.file(attribute).readAttribute(scratch);
    return opened.readOnce(this.relative, attribute.name, scratch.attribute);
  }

  /** Created on demand: past the budget of descriptors a large host has thousands of attributes. */
  private file(attribute: Attribute): KernelFile {
    return (attribute.file ??= new KernelFile(`${this.path}/${attribute.name}`, this.calls, this.budget));
  }

  /** A directory may have the files of many devices, some of which are gone for good. */
  private sweep(): void {
    this.sweptAt = this.usedAt;
    const all = this.attributes.splice(0);
    for (const attribute of all) {
      if (attribute.isInUse) {
        attribute.index = this.attributes.push(attribute) - 1;
        attribute.isInUse = false;
      } else {
        attribute.file?.close();
        this.byName.delete(attribute.name);
      }
    }
    this.next = 0;
  }

  private hasOpenFile(): boolean {
    for (const { file } of this.attributes) if (file?.isOpen === true) return true;
    return false;
  }
}
