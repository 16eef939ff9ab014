import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { nfsMounts } from "../../../../src/collectors/parsers/procfs/mountstats.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const EVENTS = Array.from({ length: 27 }, (_, i) => i + 1);

/** Written after the format strings of nfs_show_stats and rpc_clnt_show_stats of Linux 6.18. */
const mount = ({ version = "1.1", type = "nfs4", xprt = "tcp 700 1 2 3 4 5 6 7 8 9 10 11 12" } = {}) =>
  `device srv:/data mounted on /mnt/a\\040b with fstype ${type} statvers=${version}
	opts:	rw,vers=4.2,proto=tcp
	age:	3600
	caps:	caps=0xfff7,wtmult=512
	events:	${EVENTS.join(" ")} 
	bytes:	1 2 3 4 5 6 7 8 
	RPC iostats version: 1.1  p/v: 100003/4 (nfs)
	xprt:	${xprt}
	per-op statistics
	        NULL: 1 2 3 4 5 6 7 8 9
	        READ: 10 11 12 13 14 18446744073709551615 16 17

`;

const OTHERS = "device proc mounted on /proc with fstype proc\nno device mounted on /x with fstype autofs\n";

const parse = (text: string) => [...nfsMounts(Buffer.from(text), "mountstats")];

test("reads the statistics of an NFS mount between others", () => {
  expect(parse(OTHERS + mount() + OTHERS)).toEqual([
    {
      device: "srv:/data",
      mountPoint: "/mnt/a\\040b",
      fsType: "nfs4",
      age: 3600,
      bytes: [1, 2, 3, 4, 5, 6, 7, 8],
      events: EVENTS,
      transports: [
        {
          protocol: "tcp",
          bind: 1,
          connect: 2,
          idleSeconds: 4,
          sends: 5,
          receives: 6,
          badTransactionIds: 7,
          backlogQueue: 9,
          maximumSlots: 10,
          sendingQueue: 11,
          pendingQueue: 12,
        },
      ],
      operations: [
        {
          name: "NULL",
          requests: 1,
          transmissions: 2,
          majorTimeouts: 3,
          bytesSent: 4,
          bytesReceived: 5,
          queueTime: 6,
          responseTime: 7,
          requestTime: 8,
        },
        {
          name: "READ",
          requests: 10,
          transmissions: 11,
          majorTimeouts: 12,
          bytesSent: 13,
          bytesReceived: 14,
          queueTime: 2 ** 53 - 1,
          responseTime: 16,
          requestTime: 17,
        },
      ],
    },
  ]);
});

test.each([
  ["1.0", "udp 700 1 5 6 7 8 9", [1, 0, 0, 5, 6, 7, 9, 0, 0, 0]],
  ["1.0", "tcp 700 1 2 3 4 5 6 7 8 9", [1, 2, 4, 5, 6, 7, 9, 0, 0, 0]],
  ["1.1", "udp 700 1 5 6 7 8 9 10 11 12", [1, 0, 0, 5, 6, 7, 9, 10, 11, 12]],
  ["1.1", "tcp 700 1 2 3 9007199254740995 5 6 7 8 9 10 11 12", [1, 2, 3, 5, 6, 7, 9, 10, 11, 12]],
  ["1.1", `rdma 0 1 2 3 4 5 6 7 8 9 ${"77 ".repeat(10)}`, [1, 2, 4, 5, 6, 7, 9, 0, 0, 0]],
  ["1.1", `rdma 0 1 2 3 4 5 6 7 8 9 ${"77 ".repeat(18)}`, [1, 2, 4, 5, 6, 7, 9, 0, 0, 0]],
])("version %s reads the transport %j", (version, xprt, values) => {
  const [first] = parse(mount({ version, xprt }));
  const { protocol, ...numbers } = first?.transports[0] ?? { protocol: "" };
  expect([protocol, Object.values(numbers)]).toEqual([xprt.slice(0, xprt.indexOf(" ")), values]);
});

test("several transports and mounts follow each other, with or without an empty line", () => {
  const two = mount().replace("\n\tper-op", "\n\txprt:\ttcp 1 1 1 1 1 1 1 1 1 1 1 1 1\n\tper-op");
  expect(parse(two + mount()).map(({ transports }) => transports.length)).toEqual([2, 1]);
});

test("lines that an old kernel does not have are absent, not 0", () => {
  expect(parse("device a:/b mounted on /c with fstype nfs statvers=1.1\n")).toEqual([
    {
      device: "a:/b",
      mountPoint: "/c",
      fsType: "nfs",
      age: undefined,
      bytes: [],
      events: [],
      transports: [],
      operations: [],
    },
  ]);
});

test.each([
  ["device a on /b with fstype nfs\n", 'not the form of a mount in "device a on /b with fstype nfs"'],
  [
    "device a mounted on /b with fstype ext4 statvers=1.1\n",
    'statistics of another file system in "device a mounted on /b with fstype ext4 statvers=1.1"',
  ],
  [
    "device a mounted on /b with fstype nfs statvers=2\n",
    'an unknown statistics version in "device a mounted on /b with fstype nfs statvers=2"',
  ],
  [mount({ xprt: "sctp 1" }), 'an unknown transport "sctp" in "\\txprt:\\tsctp 1"'],
  [
    mount({ xprt: "tcp 0 1 2 3 4 5 6 7 8 9 10 11" }),
    '12 numbers, expected 13 in "\\txprt:\\ttcp 0 1 2 3 4 5 6 7 8 9 10 11"',
  ],
  [mount({ xprt: "udp 1 2 3" }), '3 numbers, expected 10 in "\\txprt:\\tudp 1 2 3"'],
  [mount({ xprt: "rdma 1 2 3" }), '3 numbers, expected 20 in "\\txprt:\\trdma 1 2 3"'],
  [mount().replace("bytes:\t1 ", "bytes:\t"), '7 numbers, expected 8 in "\\tbytes:\\t2 3 4 5 6 7 8 "'],
  [mount().replace("NULL: 1 2 ", "NULL: "), '"" is not a number in "\\t        NULL: 3 4 5 6 7 8 9"'],
])("%j is an error that quotes the line", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`mountstats: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage((bytes, path) => [...nfsMounts(bytes, path)], OTHERS + mount()));
