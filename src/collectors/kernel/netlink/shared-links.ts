import type { Scrape } from "../../kit/define.ts";
import type { Native } from "../../kit/host.ts";
import { type Link, plainLinkDumpRequest } from "../../parsers/netlink/link.ts";
import { LinkList } from "../../parsers/netlink/link_list.ts";
import { NETLINK_ROUTE } from "../../parsers/netlink/message.ts";

/** The interfaces of this process's network namespace, asked for once a scrape whoever needs them. */
export class SharedLinks {
  private readonly native: Native;
  private readonly request = plainLinkDumpRequest();
  private readonly list = new LinkList();
  private links: readonly Link[] = [];
  private scrape: Scrape | undefined;

  constructor(native: Native) {
    this.native = native;
  }

  /** The same object for a link as long as the kernel reports the same about it. */
  read(scrape: Scrape): readonly Link[] {
    if (this.scrape === scrape) return this.links;
    this.scrape = undefined;
    this.native.netlink(NETLINK_ROUTE, this.request, this.list);
    this.links = this.list.finish();
    this.scrape = scrape;
    return this.links;
  }

  /** A link of the last read by its index. */
  get(index: number): Link | undefined {
    return this.list.get(index);
  }
}

const known = new WeakMap<Native, SharedLinks>();

/** The links that all collectors of a worker share. */
export function sharedLinks(native: Native): SharedLinks {
  let links = known.get(native);
  if (links === undefined) known.set(native, (links = new SharedLinks(native)));
  return links;
}
