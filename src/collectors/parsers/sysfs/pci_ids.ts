const NEWLINE = 10;
const TAB = 9;

/** Byte range of what belongs to one vendor or class, and its name. */
interface Section {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The names of a pci.ids file. Vendors and classes are indexed, what is below them is looked up in the file's bytes:
 * a host has few of the 50,000 names. Identifiers are hexadecimal without `0x`.
 */
export class PciIds {
  private readonly bytes: Buffer;
  private readonly vendors = new Map<string, Section>();
  private readonly classes = new Map<string, Section>();

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.index();
  }

  vendor(id: string): string {
    return this.vendors.get(id)?.name ?? id;
  }

  device(vendor: string, id: string): string {
    return this.below(this.vendors.get(vendor), id) ?? id;
  }

  /** Name of the card that carries the chip. */
  subsystem(vendor: string, device: string, subVendor: string, subDevice: string): string {
    return this.below(this.vendors.get(vendor), device, `${subVendor} ${subDevice}`) ?? subDevice;
  }

  /** Name of a six-digit class: of its programming interface, subclass or base class, whichever is known. */
  className(id: string): string {
    const base = this.classes.get(id.slice(0, 2));
    const subclass = id.slice(2, 4);
    return (
      this.below(base, subclass, id.slice(4, 6)) ?? this.below(base, subclass) ?? base?.name ?? `Unknown class (${id})`
    );
  }

  private index(): void {
    let open: { readonly into: Map<string, Section>; readonly id: string; name: string; start: number } | undefined;
    const close = (end: number) => {
      if (open !== undefined && !open.into.has(open.id))
        open.into.set(open.id, { name: open.name, start: open.start, end });
    };
    for (const { text, start, end } of this.lines(0, this.bytes.length, 0)) {
      const [, isClass, id = "", name = ""] = /^(C )?([0-9a-fA-F]{2,4})\s+(.*)$/.exec(text) ?? [];
      if (name === "" || id.length !== (isClass === undefined ? 4 : 2)) continue;
      close(start);
      open = { into: isClass === undefined ? this.vendors : this.classes, id: id.toLowerCase(), name, start: end };
    }
    close(this.bytes.length);
  }

  /** Name at the end of a path of identifiers below a section. */
  private below(section: Section | undefined, ...ids: readonly string[]): string | undefined {
    let { start, end } = section ?? { start: 0, end: 0 };
    let name: string | undefined;
    for (const [i, id] of ids.entries()) {
      const found = this.find(start, end, i + 1, id);
      if (found === undefined) return undefined;
      ({ name, start, end } = found);
    }
    return name;
  }

  /** The line of an identifier at a depth, which is its number of leading tabs, with what belongs to it. */
  private find(from: number, to: number, depth: number, id: string): Section | undefined {
    let found: { readonly name: string; readonly start: number } | undefined;
    for (const { text, start, end } of this.lines(from, to, depth)) {
      if (found !== undefined) return { ...found, end: start };
      if (text.toLowerCase().startsWith(`${id} `)) found = { name: text.slice(id.length).trim(), start: end };
    }
    return found === undefined ? undefined : { ...found, end: to };
  }

  /** Lines with exactly `depth` leading tabs, without them; comments and empty lines left out. */
  private *lines(from: number, to: number, depth: number): Generator<{ text: string; start: number; end: number }> {
    const { bytes } = this;
    let start = from;
    while (start < to) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found < 0 || found >= to ? to : found + 1;
      let at = start;
      while (at < end && bytes[at] === TAB) at++;
      if (at - start === depth && bytes[at] !== 35 && bytes[at] !== NEWLINE)
        yield { text: bytes.toString("utf8", at, end).trimEnd(), start, end };
      start = end;
    }
  }
}
