import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseMdstat } from "../../../../src/collectors/parsers/procfs/mdstat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const MDSTAT = `Personalities : [raid1] [raid6] [raid5] [raid4] [raid0]
md1 : active raid1 sdb1[1] sda1[0]
      1048512 blocks super 1.2 [2/2] [UU]
      bitmap: 0/1 pages [0KB], 65536KB chunk

md2 : active raid5 sdd1[4] sdc1[2](F) sdb2[1] sda2[0]
      2093056 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [UU_]
      [==>..................]  recovery = 12.6% (132480/1046528) finish=0.4min speed=33120K/sec

md3 : active raid5 sdd2[3] sdc2[2] sdb3[1] sda3[0]
      2093056 blocks super 1.2 level 5, 512k chunk, algorithm 2 [4/4] [UUUU]
      [=>...................]  reshape =  7.1% (74752/1046528) finish=1.0min speed=14950K/sec
      bitmap: 1/1 pages [4KB], 65536KB chunk

md4 : active raid6 sdd3[3] sdc3[2] sdb5[1] sda5[0](S)
      2093056 blocks super 1.2 level 6, 512k chunk, algorithm 2 [4/4] [UUUU]
      bitmap: 1/1 pages [4KB], 65536KB chunk
      [=>...................]  check =  5.0% (52326/1046528) finish=0.6min speed=26163K/sec

md5 : active raid0 sdc4[1] sdb4[0]
      2095104 blocks super 1.2 512k chunks

md6 : inactive sdd4[0](S)
      1047552 blocks super 1.2

md7 : active (auto-read-only) raid1 sdf1[1] sde1[0]
      1048512 blocks super 1.2 [2/2] [UU]
      \tresync=PENDING

unused devices: <none>
`;

test("reads each kind of array", () => {
  const arrays = parseMdstat(Buffer.from(MDSTAT), "mdstat").map((array) => Object.values(array));
  //            name, state, required, active, failed, spare, blocks, synced
  expect(arrays).toEqual([
    ["md1", "active", 2, 2, 0, 0, 1_048_512, 1_048_512],
    ["md2", "recovering", 3, 2, 1, 0, 2_093_056, 132_480],
    ["md3", "reshaping", 4, 4, 0, 0, 2_093_056, 74_752],
    ["md4", "checking", 4, 4, 0, 1, 2_093_056, 52_326],
    ["md5", "active", 2, 2, 0, 0, 2_095_104, 2_095_104],
    ["md6", "inactive", 0, 0, 0, 1, 1_047_552, 1_047_552],
    ["md7", "resyncing", 2, 2, 0, 0, 1_048_512, 0],
  ]);
});

test.each(["resync=DELAYED", "resync=PENDING", "resync=REMOTE"])("an array with %s has synced nothing", (line) => {
  const text = `md0 : active raid1 a[0] b[1]\n      9 blocks [2/2] [UU]\n      ${line}\n\nunused devices: <none>\n`;
  expect(parseMdstat(Buffer.from(text), "mdstat")).toEqual([
    expect.objectContaining({ state: "resyncing", blocksSynced: 0 }),
  ]);
});

test("a kernel without arrays", () => {
  expect(parseMdstat(Buffer.from("Personalities : \nunused devices: <none>\n"), "mdstat")).toEqual([]);
});

const array = (status: string, third = "") => `md0 : active raid1 a[0]\n${status}\n${third}\n\n`;

test.each([
  ["Personalities :\nmd0 :\n\n\n\n", "an array without a state"],
  ["Personalities :\nmd0 active raid1\n\n\n\n", "an array without a state"],
  [array(""), "a status without a number of blocks"],
  [array("many blocks"), "a status without a number of blocks"],
  [array(" 9 blocks super 1.2"), "a status without numbers of disks"],
  [array(" 9 blocks [99999999999999999999/1] [U]"), "a number that is too large"],
  [array(" 9 blocks [1/1] [U]", " resync = 1% finish"), "an activity without its progress"],
  [array(" 9 blocks [1/1] [U]", " resync =  8.5% (1/2) finish=soon speed=2K/sec"), "an activity without its progress"],
])("refuses %j", (text, problem) => {
  const run = () => parseMdstat(Buffer.from(text), "mdstat");
  expect(run).toThrow(ParseError);
  expect(run).toThrow(`mdstat: ${problem} in `);
});

test("an array that cannot be read is left out", () => {
  const problems: string[] = [];
  const text = MDSTAT.replace("1048512 blocks", "many blocks");
  const arrays = parseMdstat(Buffer.from(text), "mdstat", ({ message }) => void problems.push(message));
  expect(arrays.map(({ name }) => name)).toEqual(["md2", "md3", "md4", "md5", "md6", "md7"]);
  expect(problems).toHaveLength(1);
});

test("another program's file has no arrays", () => {
  expect(parseMdstat(Buffer.from("sbName=/boot/config/super.dat\nmdState=STARTED\n"), "mdstat")).toEqual([]);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseMdstat, MDSTAT);
});
