import { expect, test } from "vitest";
import { hasOption, parseMountinfo } from "../../../../src/collectors/parsers/procfs/mountinfo.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; the last lines are edited to hold what the first ones lack. */
const MOUNTS = `27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard,resuid=65534
25 24 0:23 / /dev/shm rw,relatime shared:2 master:1 - tmpfs tmpfs rw,size=24684092k
60 27 0:45 / /mnt/a\\040b\\011c\\012d\\134e\\043 ro,noexec - tmpfs x\\040y ro
61 27 0:46 /sub /mnt/plain rw -  none rw,errors=remount-ro
`;

const parse = (text: string | Buffer) => parseMountinfo(Buffer.from(text), "self/mountinfo");

test("reads every field that is used", () => {
  const [root, shm] = parse(MOUNTS);
  expect(root).toEqual({
    id: 27,
    parent: 1,
    major: 254,
    minor: 0,
    mountPoint: "/",
    mountPointBytes: undefined,
    options: "rw,relatime",
    fsType: "ext4",
    source: "/dev/vda",
    superOptions: "rw,discard,resuid=65534",
  });
  expect(shm).toMatchObject({ id: 25, parent: 24, mountPoint: "/dev/shm", fsType: "tmpfs", source: "tmpfs" });
});

test("decodes all octal escapes of the mount point, none of the source", () => {
  expect(parse(MOUNTS)[2]).toMatchObject({
    mountPoint: "/mnt/a b\tc\nd\\e#",
    mountPointBytes: undefined,
    source: "x\\040y",
  });
});

test("a backslash that starts no escape stays", () => {
  const [mount] = parse("1 1 0:1 / /a\\9b\\04 rw - tmpfs tmpfs rw\n");
  expect(mount?.mountPoint).toBe("/a\\9b\\04");
});

test("keeps the exact bytes of a path that is not UTF-8", () => {
  const line = Buffer.concat([Buffer.from("1 1 0:1 / /a"), Buffer.from([0xff, 0xfe]), Buffer.from(" rw - t s rw\n")]);
  const [mount] = parse(line);
  expect(mount?.mountPoint).toBe("/a\u{FFFD}");
  expect(mount?.mountPointBytes).toEqual(Buffer.from([0x2f, 0x61, 0xff, 0xfe]));
});

test("takes UTF-8 as it is, and empty fields", () => {
  expect(parse("1 1 0:1 / /größe rw -   \n")[0]).toMatchObject({
    mountPoint: "/größe",
    mountPointBytes: undefined,
    fsType: "",
    source: "",
    superOptions: "",
  });
});

test.each([
  ["too few fields", "22 27 0:21 / /proc rw - proc proc\n", "too few fields"],
  ["no separator", "22 27 0:21 / /proc rw shared:1 master:2 proc proc rw\n", "too few fields"],
  ["a bad device number", "22 27 021 / /proc rw - proc proc rw\n", "bad number"],
  ["a device number without minor", "22 27 0: / /proc rw - proc proc rw\n", "bad number"],
])("%s is an error that quotes the line", (_, text, problem) => {
  expect(() => parse(text)).toThrow(`self/mountinfo: ${problem} in ${JSON.stringify(text.trimEnd())}`);
});

test("finds an option only as a whole", () => {
  expect(hasOption("rw,errors=remount-ro", "ro")).toBe(false);
  expect(hasOption("ro", "ro")).toBe(true);
  expect(hasOption("rota,proto,ro", "ro")).toBe(true);
  expect(hasOption("rw,emergency_ro,x", "emergency_ro")).toBe(true);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseMountinfo, MOUNTS);
});
