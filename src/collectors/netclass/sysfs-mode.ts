import type { Emit, Scrape } from "../kit/define.ts";
import { attemptAll } from "../kit/each-device.ts";
import { hasErrno, REFUSED, PERHAPS_GONE } from "../kit/errnos.ts";
import { errnoOf } from "../kit/errors.ts";
import type { NameTest } from "../kit/filter.ts";
import type { Host } from "../kit/host.ts";
import type { Link } from "../parsers/netlink/link.ts";
import type { Skip } from "../parsers/skip.ts";
import { emitInterface, type Interface } from "./interface.ts";
import { LinkDump } from "./link-dump.ts";
import { SameNamespace } from "./same-namespace.ts";
import { listInterfaces } from "../kernel/interfaces.ts";
import { readInterface } from "./sysfs.ts";

interface SysfsOptions {
  readonly ignored: NameTest;
  readonly ignoreInvalidSpeed: boolean;
  readonly skip: Skip;
}

/**
 * The interfaces as sysfs shows them. The values come from a link dump, once it is proven that the dump shows the same
 * interfaces; where that cannot be or the dump cannot be had, sysfs itself is read.
 */
export class SysfsMode {
  private readonly host: Host;
  private readonly options: SysfsOptions;
  private readonly namespace: SameNamespace;
  private readonly dump: LinkDump;
  /** A refusal by a sandbox is final. */
  private dumpRefused = false;

  constructor(host: Host, options: SysfsOptions) {
    this.host = host;
    this.options = options;
    this.namespace = new SameNamespace(host.sys);
    this.dump = new LinkDump(host);
  }

  update(emit: Emit, scrape: Scrape): void {
    if (this.namespace.isProven()) {
      const links = this.links(scrape);
      if (links !== undefined) return this.updateFromDump(emit, links);
    }
    const names = listInterfaces(this.host.sys);
    if (this.namespace.canProve()) {
      const links = this.links(scrape);
      if (links !== undefined) this.namespace.prove(names, links);
      if (links !== undefined && this.namespace.isProven()) return this.updateFromDump(emit, links);
    }
    this.updateFromSysfs(emit, names);
  }

  private updateFromDump(emit: Emit, links: readonly Link[]): void {
    const { ignored, ignoreInvalidSpeed } = this.options;
    attemptAll(
      links,
      (link) => {
        if (ignored(link.name)) return;
        const one = unlessGone(() => this.dump.describe(link));
        if (one !== undefined) emitInterface(emit, one, ignoreInvalidSpeed);
      },
      this.options.skip,
    );
  }

  private updateFromSysfs(emit: Emit, names: readonly string[]): void {
    const { sys } = this.host;
    const { ignored, ignoreInvalidSpeed } = this.options;
    attemptAll(
      names,
      (device) => {
        if (ignored(device)) return;
        const one = unlessGone(() => readInterface(sys, device, this.namespace.isLive));
        if (one !== undefined) emitInterface(emit, one, ignoreInvalidSpeed);
      },
      this.options.skip,
    );
  }

  /** Undefined where the dump cannot be had. */
  private links(scrape: Scrape): readonly Link[] | undefined {
    if (this.dumpRefused) return undefined;
    try {
      return this.dump.links(scrape);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      this.dumpRefused = hasErrno(error, REFUSED);
      return undefined;
    }
  }
}

/** An interface that goes away while it is read costs only itself. */
function unlessGone(read: () => Interface | undefined): Interface | undefined {
  try {
    return read();
  } catch (error) {
    if (hasErrno(error, PERHAPS_GONE)) return undefined;
    throw error;
  }
}
