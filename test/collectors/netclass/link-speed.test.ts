import { expect, test } from "vitest";
import { LinkSpeeds } from "../../../src/collectors/netclass/link-speed.ts";
import type { Native } from "../../../src/collectors/kit/host.ts";
import { buildAttribute, NETLINK_GENERIC } from "../../../src/collectors/parsers/netlink/message.ts";
import { type Link, parseLink } from "../../../src/collectors/parsers/netlink/link.ts";
import { openHost } from "../../../src/workers/host/host.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { header, nested, number, text, whole } from "../parsers/netlink/builder.ts";
import { hostTree } from "../../support/tree.ts";

const UP = 1;
const ETHERNET = 1;
const LOOPBACK = 772;

interface Kind {
  readonly type?: number;
  readonly flags?: number;
  readonly carrier?: number;
  readonly kind?: string;
  readonly parent?: string;
}

function link(index: number, { type = ETHERNET, flags = UP, carrier = 1, kind, parent }: Kind): Link {
  return whole(parseLink)(
    Buffer.concat([
      header(16, { 2: [2, type], 4: [4, index], 8: [4, flags] }),
      text(3, `nowhere${index}`),
      buildAttribute(33, Buffer.from([carrier])),
      ...(kind === undefined ? [] : [nested(18, text(1, kind))]),
      ...(parent === undefined ? [] : [text(56, parent)]),
    ]),
  );
}

/** What a kernel with this answer of ethtool gives; interfaces of sysfs have 100 Mb/s. */
function open(answer: readonly Buffer[] | undefined): { readonly speeds: LinkSpeeds; readonly asked: string[] } {
  const asked: string[] = [];
  const real = createNative();
  const native: Native = {
    ...real,
    netlink(protocol, request, receiver) {
      const isDump = protocol === NETLINK_GENERIC && request.readUInt16LE(4) !== 16;
      if (!isDump) return real.netlink(protocol, request, receiver);
      asked.push("all");
      if (answer === undefined) throw Object.assign(new Error("ENODEV"), { code: "ENODEV" });
      receiver.begin();
      for (const bytes of answer) receiver.message(request.readUInt16LE(4), bytes, 0, bytes.length);
    },
    ioctl(fd, request, argument) {
      asked.push(Buffer.from(argument).toString("latin1", 0, 16).replace(/\0.*/s, ""));
      return real.ioctl(fd, request, argument);
    },
  };
  const paths = hostTree({
    "sys/class/net/nowhere3/speed": "100\n",
    "sys/class/net/nowhere3/duplex": "half\n",
  });
  return { speeds: new LinkSpeeds(openHost(paths, native, 4096, 100)), asked };
}

function modes(index: number, speed: number, duplex: number): Buffer {
  const device = nested(1, number(1, index));
  return Buffer.concat([header(4, {}), device, number(5, speed), buildAttribute(6, Buffer.from([duplex]))]);
}

const NOTHING = { speed: undefined, duplex: undefined };

test("one dump for all interfaces, in the words of sysfs", () => {
  const { speeds, asked } = open([
    modes(1, 1000, 1),
    modes(2, 0xffff_ffff, 255),
    modes(3, 10, 0),
    modes(5, 10, 0),
    modes(6, 10, 0),
  ]);
  const links = [
    link(1, { parent: "0000:00:03.0" }),
    link(3, { kind: "veth" }),
    link(2, { kind: "tun", carrier: 0 }),
    link(4, { kind: "dummy" }),
    link(5, { kind: "veth", flags: 0 }),
    link(6, { type: LOOPBACK }),
  ];
  speeds.begin(links);
  expect(links.map((one) => speeds.of(one))).toEqual([
    { speed: 1000, duplex: "full" },
    { speed: 10, duplex: "half" },
    { speed: -1, duplex: "unknown" },
    NOTHING,
    NOTHING,
    NOTHING,
  ]);
  expect(asked).toEqual(["all"]);
});

test.each([
  ["hardware without a carrier", { carrier: 0 }, { speed: 100, duplex: "half" }],
  [
    "hardware that a driver calls by a kind",
    { carrier: 0, kind: "wwan", parent: "usb1" },
    { speed: 100, duplex: "half" },
  ],
  ["hardware that is down", { carrier: 0, flags: 0 }, NOTHING],
])("%s is not woken: it is read in sysfs, the others are asked one by one", (_, sleeping, want) => {
  const { speeds, asked } = open([]);
  const links = [link(3, sleeping), link(1, { kind: "veth" })];
  speeds.begin(links);
  expect(links.map((one) => speeds.of(one))).toEqual([want, NOTHING]);
  expect(asked).toEqual(["nowhere1"]);
});

test("nothing is asked where nothing has a speed", () => {
  const { speeds, asked } = open([]);
  const links = [link(1, { type: LOOPBACK }), link(2, { kind: "bridge", flags: 0 })];
  speeds.begin(links);
  expect(links.map((one) => speeds.of(one))).toEqual([NOTHING, NOTHING]);
  expect(asked).toEqual([]);
});

test("when the dump fails each interface is asked; when it always does the dump is given up", () => {
  const { speeds, asked } = open(undefined);
  const links = [link(1, { kind: "veth" })];
  for (let scrape = 0; scrape < 20; scrape++) {
    speeds.begin(links);
    expect(links.map((one) => speeds.of(one))).toEqual([NOTHING]);
  }
  expect(asked.filter((one) => one === "nowhere1")).toHaveLength(20);
  expect(asked.filter((one) => one === "all")).toHaveLength(8);
});
