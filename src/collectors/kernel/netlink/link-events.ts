import { errnoOf } from "../../kit/errors.ts";
import type { Native, NetlinkSubscription } from "../../kit/host.ts";
import { LINK_HEADER_BYTES, RTM_NEWLINK } from "../../parsers/netlink/link.ts";
import { NETLINK_ROUTE } from "../../parsers/netlink/message.ts";

const RTM_DELLINK = 17;
const RTMGRP_LINK = 1;

/** Beyond so many interfaces that ever changed, all count as changed once. */
const MAX_REMEMBERED = 10_000;

/**
 * Tells which interfaces the kernel has announced changes of (rtnetlink_event in net/core/rtnetlink.c). Renaming an
 * interface and setting its address are always announced, even when name and address are the same afterwards.
 */
export class LinkEvents {
  private readonly native: Native;
  private subscription: NetlinkSubscription | undefined;
  private refused = false;
  private sequence = 0;
  /** What was known before this does not count any more, whatever the interface. */
  private floor = 0;
  private readonly revisions = new Map<number, number>();

  constructor(native: Native) {
    this.native = native;
  }

  /** Takes the announcements that have come so far. Where there are none to be had, everything counts as changed. */
  drain(): void {
    const subscription = this.open();
    if (subscription === undefined || !subscription.drain(this.take)) this.forgetAll();
    if (this.revisions.size > MAX_REMEMBERED) this.forgetAll();
  }

  /** A number that is another one after each announced change of this interface. */
  revision(index: number): number {
    return this.revisions.get(index) ?? this.floor;
  }

  private readonly take = (type: number, bytes: Buffer, start: number, end: number): void => {
    if ((type !== RTM_NEWLINK && type !== RTM_DELLINK) || end - start < LINK_HEADER_BYTES) return;
    this.revisions.set(bytes.readInt32LE(start + 4), ++this.sequence);
  };

  private forgetAll(): void {
    this.revisions.clear();
    this.floor = ++this.sequence;
  }

  private open(): NetlinkSubscription | undefined {
    if (this.subscription !== undefined || this.refused) return this.subscription;
    try {
      this.subscription = this.native.subscribe(NETLINK_ROUTE, RTMGRP_LINK);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      this.refused = true;
    }
    return this.subscription;
  }
}
