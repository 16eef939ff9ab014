import { expect, test } from "vitest";
import { planMounts } from "../../../src/collectors/filesystem/plan.ts";
import { parseMountinfo } from "../../../src/collectors/parsers/procfs/mountinfo.ts";

function plan(lines: readonly string[], rootfs = "/") {
  const mounts = parseMountinfo(Buffer.from(lines.map((line) => `${line}\n`).join(""), "latin1"), "mountinfo");
  return planMounts(mounts, {
    rootfs,
    ignoresMountPoint: (path) => path.startsWith("/proc"),
    ignoresType: (type) => type === "autofs",
  });
}

const points = (mounts: readonly { readonly mountPoint: string }[]) => mounts.map(({ mountPoint }) => mountPoint);

test("shows what a mount line says", () => {
  expect(plan(["27 1 254:1 / /data rw,relatime - ext4 /dev/vda rw,discard"]).local).toEqual([
    {
      path: "/data",
      device: "/dev/vda",
      mountPoint: "/data",
      fsType: "ext4",
      major: "254",
      minor: "1",
      readOnly: 0,
    },
  ]);
});

test.each([
  ["rw", "rw", 0],
  ["ro,noexec", "rw", 1],
  ["rw", "ro", 1],
  ["rw", "rw,emergency_ro", 1],
  ["rw", "rw,errors=remount-ro", 0],
  ["emergency_ro", "rw", 0],
])("mount options %s with super options %s", (options, superOptions, want) => {
  expect(plan([`1 0 8:1 / / ${options} - ext4 d ${superOptions}`]).local[0]?.readOnly).toBe(want);
});

test("leaves out what the filters ignore, each by its own name", () => {
  expect(
    plan(["1 0 8:1 / / rw - ext4 d rw", "2 1 0:5 / /proc/x rw - tmpfs t rw", "3 1 0:6 / /a rw - autofs a rw"]),
  ).toMatchObject({
    local: [{ mountPoint: "/" }],
    risky: [],
  });
});

test("asks other kinds of file systems elsewhere, and what lies below them", () => {
  const { local, risky } = plan([
    "1 0 8:1 / / rw - ext4 d rw",
    "2 1 0:5 / /nfs rw - nfs4 server:/x rw",
    "3 2 0:6 / /nfs/below/tmp rw - tmpfs t rw",
    "4 1 0:7 / /nfsx rw - tmpfs t rw",
    "5 1 0:8 / /fuse rw - fuse.sshfs x rw",
    "6 1 0:9 / /new rw - somethingnew x rw",
    "7 1 0:10 / /auto rw - autofs x rw",
    "8 7 0:11 / /auto/local rw - xfs x rw",
  ]);
  expect(points(local)).toEqual(["/", "/nfsx"]);
  expect(points(risky).toSorted()).toEqual(["/auto/local", "/fuse", "/new", "/nfs", "/nfs/below/tmp"]);
});

test("with a root that may hang, everything may", () => {
  const { local, risky } = plan(["1 0 0:5 / / rw - 9p root rw", "2 1 8:1 / /data rw - ext4 d rw"]);
  expect(local).toEqual([]);
  expect(points(risky)).toEqual(["/data", "/"]);
});

test("drops repeated mounts, and those under another at the same place", () => {
  const { local } = plan([
    "1 0 8:1 / / rw - ext4 d rw",
    "2 1 8:2 / /twice rw - ext4 e rw",
    "3 1 8:2 / /twice ro - ext4 e rw",
    "4 1 8:3 / /under rw - ext4 f rw",
    "5 4 0:9 / /under ro - tmpfs t rw",
    "6 1 0:10 / /beside rw - tmpfs a rw",
    "7 1 0:11 / /beside rw - tmpfs b rw",
  ]);
  expect(local.map(({ device, mountPoint, readOnly }) => [device, mountPoint, readOnly])).toEqual([
    ["a", "/beside", 0],
    ["b", "/beside", 0],
    ["d", "/", 0],
    ["e", "/twice", 0],
    ["t", "/under", 1],
  ]);
});

test.each(["/host", "/host/"])("takes off the root of the host at %s", (rootfs) => {
  const { local } = plan(
    [
      "1 0 8:1 / /host rw - ext4 a rw",
      "2 1 8:2 / /host/data rw - ext4 b rw",
      "3 1 8:3 / /hostile rw - ext4 c rw",
      "4 1 8:4 / /other rw - ext4 d rw",
      "5 1 8:5 / /host/\u{ff} rw - ext4 e rw",
      "6 1 8:6 / /\u{ff} rw - ext4 f rw",
    ],
    rootfs,
  );
  expect(local.map(({ mountPoint, path }) => [mountPoint, path.toString("latin1" as never)])).toEqual([
    ["/", "/host/"],
    ["/data", "/host/data"],
    ["/hostile", "/host/hostile"],
    ["/other", "/host/other"],
    ["/\u{fffd}", "/host/\u{ff}"],
    ["/\u{fffd}", "/host/\u{ff}"],
  ]);
});

test("keeps the exact bytes of a path that is not UTF-8", () => {
  expect(plan(["1 0 8:1 / /a\u{ff}b rw - ext4 d\u{ff} rw"]).local).toMatchObject([
    { path: Buffer.from("/a\u{ff}b", "latin1"), mountPoint: "/a\u{fffd}b", device: "d\u{fffd}" },
  ]);
});
