import { execFileSync } from "node:child_process";
import { lchownSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import textfile from "../../../src/collectors/textfile.ts";
import { openCollector } from "../../support/collect.ts";
import { hostTree } from "../../support/tree.ts";
import { until } from "../../support/until.ts";
import { FLAG, open, short } from "./open-files.ts";

test("refuses whatever is no regular file, without waiting for it", async () => {
  const { folder, scrape } = open({ "good.prom": "m 1\n" });
  execFileSync("mkfifo", [join(folder, "fifo.prom")]);
  mkdirSync(join(folder, "folder.prom"));
  symlinkSync("loop.prom", join(folder, "loop.prom"));
  symlinkSync("nowhere", join(folder, "dangling.prom"));
  symlinkSync("/dev/zero", join(folder, "device.prom"));
  symlinkSync("good.prom", join(folder, "link.txt"));
  const server = createServer().listen(join(folder, "socket.prom"));
  writeFileSync(join(folder, "huge.prom"), "");
  truncateSync(join(folder, "huge.prom"), 64 * 1024 * 1024 + 1);
  const { lines, faults, scrapeError } = await scrape();
  server.close();
  expect(lines).toEqual(["# TYPE m untyped", "m 1"]);
  expect(scrapeError).toBe("1");
  expect(faults).toEqual([
    "dangling.prom read",
    "device.prom not_regular",
    "fifo.prom not_regular",
    "folder.prom not_regular",
    "huge.prom too_large",
    "loop.prom read",
    "socket.prom not_regular",
  ]);
});

test("follows symbolic links, and opens names that are not UTF-8", async () => {
  const { folder, scrape } = open({ target: "m 1\n" });
  symlinkSync("target", join(folder, "link.prom"));
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from(".prom")]), "n 1\n");
  const { lines, mtimes } = await scrape();
  expect(lines.filter((line) => !line.startsWith("#"))).toEqual(["m 1", "n 1"]);
  expect(mtimes).toEqual(["link.prom", "\u{fffd}.prom"]);
});

test("reads the folders that patterns match, each once, and names those that cannot be read", async () => {
  const { rootfs } = hostTree({ "t1/a.prom": "a 1\n", "t2/b.prom": "b 1\n", file: "" });
  const flags = { [FLAG]: [`${rootfs}/t?`, "", `${rootfs}//t1/`, `${rootfs}/none`, `${rootfs}/file`, `${rootfs}/x*`] };
  const collected = await openCollector(textfile, { flags }).scrape();
  const { lines, faults, mtimes, scrapeError } = short(collected, rootfs);
  expect(lines.filter((line) => !line.startsWith("#"))).toEqual(["a 1", "b 1"]);
  expect(mtimes).toEqual(["t1/a.prom", "t2/b.prom"]);
  expect(faults).toEqual(["file directory", "none directory", "x* directory"]);
  expect(scrapeError).toBe("1");
});

test.each([
  ["a part that is a file", "file/t"],
  ["a loop of links", "loop/t"],
  ["a name that is too long", "x".repeat(256)],
  ["a pattern below a file", "file/*"],
  ["a pattern below a loop", "loop/*/t"],
  ["a pattern with a name that is too long", `${"x".repeat(256)}/t*`],
  ["a file that a pattern matches", "f[i]le"],
])("a path with %s costs only itself", async (_, name) => {
  const { rootfs } = hostTree({ "t1/a.prom": "a 1\n", "t2/b.prom": "b 1\n", file: "" });
  symlinkSync("loop", join(rootfs, "loop"));
  const flags = { [FLAG]: [`${rootfs}/t1`, join(rootfs, name), `${rootfs}/t2`] };
  const collected = await openCollector(textfile, { flags }).scrape();
  const { lines, faults, scrapeError } = short(collected, rootfs);
  expect(collected.status).toBe("ok");
  expect(lines.filter((line) => !line.startsWith("#"))).toEqual(["a 1", "b 1"]);
  expect({ faults, scrapeError }).toEqual({ faults: [`${name.replace("[i]", "i")} directory`], scrapeError: "1" });
});

test("follows every change of the files", async () => {
  const { folder, scrape } = open({ "a.prom": "m 1\n", "b.prom": "n 1\n" });
  const values = async () => (await scrape()).lines.filter((line) => !line.startsWith("#"));
  expect(await values()).toEqual(["m 1", "n 1"]);
  writeFileSync(join(folder, "a.prom"), "m 2\n");
  expect(await values()).toEqual(["m 2", "n 1"]);
  // Only a file whose last change lies back is known to be the same.
  await until(() => Date.now() - statSync(join(folder, "a.prom")).ctimeMs > 200);
  expect(await values()).toEqual(["m 2", "n 1"]);
  writeFileSync(join(folder, "new"), "m 3\n");
  renameSync(join(folder, "new"), join(folder, "a.prom"));
  expect(await values()).toEqual(["m 3", "n 1"]);
  rmSync(join(folder, "b.prom"));
  expect(await values()).toEqual(["m 3"]);
  writeFileSync(join(folder, "a.prom"), "");
  expect(await values()).toEqual([]);
  rmSync(folder, { recursive: true });
  expect(await scrape()).toMatchObject({ status: "ok", scrapeError: "1" });
});

test.skipIf(process.getuid?.() !== 0)(
  "says nothing of what is in a file that another owner's link leads to (needs root to make such a link)",
  async () => {
    const { folder, scrape } = open({ secret: "pass word\nsecret 1\nsecret 1\n", "own.prom": "plain text\n" });
    symlinkSync("secret", join(folder, "mine.prom"));
    symlinkSync("secret", join(folder, "theirs.prom"));
    lchownSync(join(folder, "theirs.prom"), 65_534, 65_534);
    const { faults, logs } = await scrape();
    expect(faults).toEqual(["mine.prom parse", "own.prom parse", "theirs.prom parse"]);
    const logOf = (name: string) => logs.find((line) => line.includes(`"file":"${folder}/${name}"`));
    expect(logOf("mine.prom")).toMatch(/line 1: .*word/);
    expect(logOf("own.prom")).toMatch(/line 1: .*text/);
    expect(logOf("theirs.prom")).toMatch(/theirs\.prom: not in text format; details are withheld/);
    expect(logOf("theirs.prom")).not.toMatch(/word|secret/);
  },
);

test.skipIf(process.getuid?.() !== 0)(
  "nor where a link that leads on, or a directory on the way, is another owner's (needs root to make such a link)",
  async () => {
    const { folder, scrape } = open({ secret: "pass word\n" });
    const theirs = (name: string, target: string) => {
      symlinkSync(target, join(folder, name));
      lchownSync(join(folder, name), 65_534, 65_534);
    };
    mkdirSync(join(folder, "below"));
    symlinkSync("../secret", join(folder, "below/own"));
    symlinkSync("below", join(folder, "mine"));
    symlinkSync(`${folder}/mine/../mine/own`, join(folder, "chain.prom"));
    theirs("link", "secret");
    symlinkSync("link", join(folder, "file.prom"));
    theirs("directory", "below");
    symlinkSync("directory/own", join(folder, "directory.prom"));
    const { logs } = await scrape();
    const logOf = (name: string) => logs.find((line) => line.includes(`"file":"${folder}/${name}"`));
    expect(logOf("chain.prom")).toMatch(/line 1: .*word/);
    for (const name of ["file.prom", "directory.prom"]) expect(logOf(name)).toMatch(/details are withheld/);
  },
);

test("never shows half of a file that is replaced by renaming", async () => {
  const { folder, scrape } = open({ "a.prom": body(0) });
  for (let i = 1; i < 300; i++) {
    writeFileSync(join(folder, "a.prom.tmp"), body(i));
    renameSync(join(folder, "a.prom.tmp"), join(folder, "a.prom"));
    const { lines, scrapeError } = await scrape();
    expect(scrapeError).toBe("0");
    expect(new Set(lines.slice(1).map((line) => line.split(" ")[1]))).toEqual(new Set([String(i)]));
  }
});

function body(value: number): string {
  return Array.from({ length: 500 }, (_, i) => `m{i="${i}"} ${value}\n`).join("");
}
