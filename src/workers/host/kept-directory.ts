import type { Directory, Tolerated } from "../../collectors/host.ts";
import { errnoName } from "../native/errno.ts";
import { Attribute } from "./attribute.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";
import type { FileCalls } from "./file-calls.ts";
import { KernelFile, type Scratch } from "./kernel-file.ts";
import type { OpenDirectory } from "./open-directory.ts";

export const ABSENT: Tolerated = new Set(["ENOENT"]);

/** From so many files on it pays to open their directory first. */
const OPEN_FROM = 3;

/** A directory of attributes with what was last read of each, and with descriptors as far as the budget goes. */
export class KeptDirectory implements Directory {
  usedAt = 0;
  private readonly path: string;
  private readonly calls: FileCalls;
  private readonly scratch: Scratch;
  private readonly budget: DescriptorBudget | undefined;
  private readonly opened: OpenDirectory | undefined;
  private readonly attributes = new Map<string, Attribute>();
  private inode = -1;

  constructor(
    path: string,
    calls: FileCalls,
    scratch: Scratch,
    budget: DescriptorBudget | undefined,
    opened: OpenDirectory | undefined,
  ) {
    this.path = path;
    this.calls = calls;
    this.scratch = scratch;
    this.budget = budget;
    this.opened = opened;
  }

  /**
   * A renamed device keeps its descriptors alive, and another may take its old path:
   * kept descriptors are trusted only while the directory is the same inode.
   */
  use(scrape: number): void {
    if (this.budget === undefined || this.usedAt === scrape) {
      this.usedAt = scrape;
      return;
    }
    this.usedAt = scrape;
    if (this.attributes.size > 0 && !this.hasOpenFile()) {
      // Past the budget nothing is kept that could belong to another device, and the check costs as much as a read.
      this.inode = -1;
      return;
    }
    const inode = this.calls.inode(this.path);
    if (inode === this.inode) return;
    this.close();
    this.inode = inode;
  }

  attribute(name: string): string {
    const attribute = this.read(name);
    if (attribute.errno < 0) throw attribute.file.error(attribute.errno);
    return attribute.text;
  }

  attributeIf(name: string, tolerated: Tolerated = ABSENT): string | undefined {
    const attribute = this.read(name);
    if (attribute.errno === 0) return attribute.text;
    return absent(attribute, tolerated);
  }

  uintIf(name: string, tolerated: Tolerated = ABSENT): number | undefined {
    const attribute = this.read(name);
    if (attribute.errno === 0) return attribute.uint();
    return absent(attribute, tolerated);
  }

  close(): void {
    for (const { file } of this.attributes.values()) file.close();
    this.attributes.clear();
  }

  private read(name: string): Attribute {
    let attribute = this.attributes.get(name);
    if (attribute === undefined) {
      attribute = new Attribute(new KernelFile(`${this.path}/${name}`, this.calls, this.budget));
      this.attributes.set(name, attribute);
    }
    const { scratch } = this;
    attribute.remember(this.readInto(scratch, attribute.file, name), scratch.attribute);
    return attribute;
  }

  private readInto(scratch: Scratch, file: KernelFile, name: string): number {
    const { opened } = this;
    if (opened === undefined || this.attributes.size < OPEN_FROM || file.isOpen || this.budget?.isSpent === false)
      return file.readAttribute(scratch);
    return opened.readOnce(this.path, name, scratch.attribute);
  }

  private hasOpenFile(): boolean {
    for (const { file } of this.attributes.values()) if (file.isOpen) return true;
    return false;
  }
}

function absent({ file, errno }: Attribute, tolerated: Tolerated): undefined {
  if (!tolerated.has(errnoName(-errno))) throw file.error(errno);
}
