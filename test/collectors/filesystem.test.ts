import { rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import filesystem from "../../src/collectors/filesystem.ts";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const MOUNTS = [
  "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
  "28 27 254:1 / /data ro - xfs /dev/vdb rw",
  "29 27 0:5 / /proc rw - proc proc rw",
  "30 27 0:30 / /var/lib/docker/x rw - tmpfs t rw",
  "31 27 0:31 / /gone rw - tmpfs t rw",
  "32 27 0:32 / /o rw - overlay overlay rw",
  "",
].join("\n");

const HOST = { "proc/1/mountinfo": MOUNTS, "data/": "", "o/": "", "var/lib/docker/x/": "" };

const lines = (text: string, family: string) => samplesOf(text, new RegExp(`^node_filesystem_${family}`));

const label = (device: string, fsType: string, mount: string, error = "") =>
  `{device="${device}",device_error="${error}",fstype="${fsType}",mountpoint="${mount}"}`;

test("gives the numbers of each mount, and the reason where there are none", async () => {
  const paths = hostTree(HOST);
  const { status, text } = await collect(filesystem, { paths });
  const missing = label("t", "tmpfs", "/gone", "no such file or directory");
  expect(status).toBe("ok");
  expect(lines(text, "device_error")).toEqual([
    `node_filesystem_device_error${label("/dev/vda", "ext4", "/")} 0`,
    `node_filesystem_device_error${label("/dev/vdb", "xfs", "/data")} 0`,
    `node_filesystem_device_error${missing} 1`,
  ]);
  expect(lines(text, "readonly")).toEqual([
    `node_filesystem_readonly${label("/dev/vda", "ext4", "/")} 0`,
    `node_filesystem_readonly${label("/dev/vdb", "xfs", "/data")} 1`,
    `node_filesystem_readonly${missing} 0`,
  ]);
  for (const family of ["size_bytes", "free_bytes", "avail_bytes", "files", "files_free", "purgeable_bytes"])
    expect(lines(text, `${family}{`)).toHaveLength(2);
  expect(lines(text, "mount_info")).toEqual([
    'node_filesystem_mount_info{device="/dev/vda",major="254",minor="0",mountpoint="/"} 1',
    'node_filesystem_mount_info{device="/dev/vdb",major="254",minor="1",mountpoint="/data"} 1',
  ]);
  const { blocks, bsize, files } = statfsSync(paths.rootfs);
  const value = (family: string) => Number(lines(text, family)[0]?.split(" ").at(-1));
  expect(value("size_bytes")).toBe(blocks * bsize);
  expect(value("files{")).toBe(files);
  expect(value("purgeable_bytes")).toBe(0);
});

test.each<[Record<string, string>, string[]]>([
  [{}, ["/", "/data", "/gone"]],
  [{ "collector.filesystem.mount-points-exclude": "^/d" }, ["/", "/gone", "/var/lib/docker/x"]],
  [{ "collector.filesystem.ignored-mount-points": "^/d" }, ["/", "/gone", "/var/lib/docker/x"]],
  [{ "collector.filesystem.mount-points-include": "^/(data|proc|o)" }, ["/data"]],
  [{ "collector.filesystem.fs-types-exclude": "^(ext4|tmpfs|proc)$" }, ["/data", "/o"]],
  [{ "collector.filesystem.ignored-fs-types": "^(ext4|tmpfs|proc)$" }, ["/data", "/o"]],
  [{ "collector.filesystem.fs-types-include": "^(overlay|xfs)$" }, ["/data", "/o"]],
])("filters by %j", async (flags, want) => {
  const { text } = await collect(filesystem, { paths: hostTree(HOST), flags });
  const found = lines(text, "device_error").map((line) => /mountpoint="([^"]*)"/.exec(line)?.[1] ?? "");
  expect(found.toSorted()).toEqual(want);
});

test.each([
  ["mount-points-exclude", "mount-points-include", "mount-points-exclude"],
  ["ignored-mount-points", "mount-points-exclude", "ignored-mount-points"],
  ["fs-types-exclude", "fs-types-include", "fs-types-exclude"],
  ["ignored-fs-types", "fs-types-exclude", "ignored-fs-types"],
])("refuses %s together with %s", (one, other, first) => {
  const flags = { [`collector.filesystem.${one}`]: "a", [`collector.filesystem.${other}`]: "b" };
  expect(() => openCollector(filesystem, { paths: hostTree(HOST), flags })).toThrow(
    `--collector.filesystem.${first} and --collector.filesystem.`,
  );
});

test.each([0, -1])("refuses %d seconds for a mount", (seconds) => {
  const flags = { "collector.filesystem.mount-timeout": seconds };
  expect(() => openCollector(filesystem, { paths: hostTree(HOST), flags })).toThrow(
    new ConfigurationError("--collector.filesystem.mount-timeout: must be more than 0s"),
  );
});

test("takes the mounts of this process where process 1 cannot be seen", async () => {
  const paths = hostTree({ "proc/self/mountinfo": "1 0 8:1 / / rw - ext4 own rw\n" });
  expect((await collect(filesystem, { paths })).text).toContain('device="own"');
});

test("follows the mounts of the host", async () => {
  const paths = hostTree(HOST);
  const scraper = openCollector(filesystem, { paths });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "1/mountinfo"), "28 27 254:1 / /data rw - xfs /dev/vdb rw\n");
  expect(lines((await scraper.scrape()).text, "readonly")).toEqual([
    'node_filesystem_readonly{device="/dev/vdb",device_error="",fstype="xfs",mountpoint="/data"} 0',
  ]);
  rmSync(join(paths.rootfs, "data"), { recursive: true });
  expect((await scraper.scrape()).text).toContain('device_error="no such file or directory"');
});

test("a mount in trouble is told once, and told again when it comes back after it was gone", async () => {
  const paths = hostTree(HOST);
  const scraper = openCollector(filesystem, { paths });
  const follow = (mounts: string) => {
    writeEntry(join(paths.procfs, "1/mountinfo"), mounts);
    return scraper.scrape();
  };
  const told = 'file system does not answer {"mountpoint":"/gone","device":"t","err":"no such file or directory"}';
  await follow(MOUNTS);
  const again = await follow(`${MOUNTS}33 27 0:33 / /data/new rw - tmpfs t rw\n`);
  expect(again.logs.filter((line) => line.includes('"/gone"'))).toEqual([`debug: ${told}`]);
  await follow("28 27 254:1 / /data ro - xfs /dev/vdb rw\n");
  const { logs } = await follow(MOUNTS);
  expect(logs.filter((line) => line.includes('"/gone"'))).toEqual([`debug: ${told}`, `debug: ${told}`]);
});

test("fails without a list of mounts, and on a damaged one", async () => {
  expect(await collect(filesystem, { paths: hostTree({}) })).toMatchObject({
    status: "failed",
    message: expect.stringContaining("ENOENT"),
  });
  expect(await collect(filesystem, { paths: hostTree({ "proc/1/mountinfo": "x\n" }) })).toMatchObject({
    status: "failed",
    message: expect.stringContaining("bad number"),
  });
});

test("shows the mounts of this machine", async () => {
  expect(await collect(filesystem)).toMatchObject({ status: "ok", duplicates: 0 });
});
