import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Row } from "../row.ts";
import { asNobody } from "../../support/as-nobody.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { faultyMount } from "../../support/faulty-mount.ts";
import { figuresOf } from "../../support/process.ts";
import { type Program, type StartOptions, startProgram } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { assertOthers, good, type Good, inParallel } from "../support/scrape.ts";

const UNIT = "collectors/textfile.test.ts";
const FILES_UNIT = "collectors/textfile/files.test.ts";

export const textfileRows: readonly Row[] = [
  {
    id: "T1",
    what: "a half-written label, a missing value",
    run: () => refused({ "half.prom": 'm{a="x', "novalue.prom": "m\n" }, ["half.prom parse", "novalue.prom parse"]),
  },
  { id: "T2", what: "no line break at the end", run: () => refused({ "cut.prom": "m 12" }, ["cut.prom parse"]) },
  {
    id: "T3",
    what: "a series twice in a file, in two files",
    run: () =>
      refused(
        { "a.prom": "m 1\nm 2\n", "b.prom": "n 1\n", "c.prom": "n 2\n" },
        ["a.prom duplicate_series", "c.prom duplicate_series"],
        { m: 1, n: 1 },
      ),
  },
  { id: "T4", what: "the name of a built-in metric", run: builtInWins },
  {
    id: "T5",
    what: "a different type, a different help text",
    run: () =>
      refused(
        { "a.prom": "# HELP m x\n# TYPE m gauge\nm 1\n", "b.prom": '# HELP m y\n# TYPE m counter\nm{b="1"} 2\n' },
        ["b.prom type_conflict"],
        { m: 1 },
      ),
    tests: [{ file: UNIT, name: /keeps what is good beside another (type|HELP)/ }],
  },
  { id: "T6", what: "timestamps", run: () => refused({ "t.prom": "m 1 1700000000000\n" }, ["t.prom parse"]) },
  { id: "T7", what: "FIFO, socket, directory, device, symbolic link loops", run: noRegularFiles },
  { id: "T8", what: "200,000 series, a line of 100 MB", only: "slow", run: hugeFiles },
  {
    id: "T9",
    what: "byte order mark, CRLF, invalid UTF-8, repeated label, 1e400",
    run: () =>
      refused(
        {
          "bom.prom": "\u{feff}m 1\n",
          "latin.prom": Buffer.from('m{a="\u{ff}"} 1\n', "latin1"),
          "label.prom": 'm{a="1",a="2"} 1\n',
          "range.prom": "m 1e400\n",
          "exemplar.prom": 'm_total 1 # {trace="a"} 1\n',
        },
        ["bom.prom parse", "exemplar.prom parse", "label.prom parse", "latin.prom parse", "range.prom parse"],
      ),
  },
  { id: "T10", what: "files renamed into place while they are read", run: renamed },
  { id: "T11", what: "directory removed, unreadable, hanging", namespaces: "mounts", only: "root", run: folders },
  {
    id: "T12",
    what: "100,000 and 1,000,000 family names in a file; 20,000 new ones every scrape",
    only: "slow",
    run: manyNames,
  },
  { id: "T13", what: "11.5 MB of HELP texts, in one family and in 180", run: longHelp },
  {
    id: "T14",
    what: "a link to a secret",
    tests: [{ file: FILES_UNIT, name: /says nothing of what is in a file that another owner's link leads to/ }],
  },
];

interface Directory {
  readonly path: string;
  readonly program: Program;
  /** What a scrape shows of good files. */
  readonly before: Good;
}

async function start(options: StartOptions = {}): Promise<Directory> {
  const path = temporaryDirectory();
  chmodSync(path, 0o755);
  writeFileSync(join(path, "good.prom"), "good_metric 1\n");
  const program = await startProgram([`--collector.textfile.directory=${path}`], options);
  const before = await good(program);
  assert.equal(valueOf(before.body, "node_textfile_scrape_error"), 0);
  return { path, program, before };
}

/** Bad files cost only themselves, and each is named with its reason. */
async function refused(
  files: Readonly<Record<string, string | Buffer>>,
  faults: readonly string[],
  shown: Readonly<Record<string, number>> = {},
): Promise<string> {
  const { path, program, before } = await start();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  const answer = await good(program);
  assertFaults(answer, path, faults);
  assertOthers(before, answer);
  for (const [series, want] of Object.entries({ ...shown, good_metric: 1 }))
    assert.equal(valueOf(answer.body, series), want);
  if (shown["m"] === undefined) assert.doesNotMatch(answer.body, /^m[ {]/m);
  await good(program);
  const told = program.lines.filter((line) => line.includes("textfile is not shown in full"));
  assert.equal(told.length, new Set(faults.map((fault) => fault.split(" ")[0])).size);
  return `${faults.length} ${faults.length === 1 ? "fault" : "faults"} named, logged once each`;
}

function assertFaults({ body }: Good, path: string, faults: readonly string[]): void {
  assert.equal(valueOf(body, "node_textfile_scrape_error"), 1);
  const found = body.matchAll(/^node_textfile_file_scrape_error\{file="([^"]*)",reason="(\w+)"\} 1$/gm);
  assert.deepEqual(
    [...found].map(([, file = "", reason]) => `${file.slice(path.length + 1)} ${reason}`.trim()).toSorted(),
    faults.toSorted(),
  );
}

async function builtInWins(): Promise<string> {
  const { path, program, before } = await start();
  writeFileSync(join(path, "load.prom"), "node_load1 99999\nnode_exporter_build_info 7\n");
  let error = 0;
  for (let i = 0; i < 200; i++) {
    const answer = await good(program);
    assertOthers(before, answer);
    assert.notEqual(valueOf(answer.body, "node_load1"), 99_999);
    assert.doesNotMatch(answer.body, /^node_exporter_build_info 7$/m);
    error = valueOf(answer.body, "node_textfile_scrape_error") ?? 0;
  }
  assert.equal(error, 1, "node_textfile_scrape_error");
  return "built-in value in 200 of 200 scrapes, error 1";
}

async function noRegularFiles(): Promise<string> {
  const { path, program, before } = await start();
  execFileSync("mkfifo", [join(path, "fifo.prom")]);
  const server = createServer().listen(join(path, "socket.prom"));
  cleanUp(() => void server.close());
  mkdirSync(join(path, "folder.prom"));
  symlinkSync("/dev/zero", join(path, "device.prom"));
  symlinkSync("loop.prom", join(path, "loop.prom"));
  symlinkSync("nowhere", join(path, "dangling.prom"));
  const answer = await good(program, { timeout: 5 });
  assertFaults(answer, path, [
    "dangling.prom read",
    "device.prom not_regular",
    "fifo.prom not_regular",
    "folder.prom not_regular",
    "loop.prom read",
    "socket.prom not_regular",
  ]);
  assertOthers(before, answer);
  return `6 refused, answered in ${Math.round(answer.milliseconds)} ms`;
}

async function hugeFiles(): Promise<string> {
  const { path, program, before } = await start();
  const idle = figuresOf(program).mebibytes;
  writeFileSync(join(path, "line.prom"), `m{a="${"x".repeat(100 << 20)}"} 1\n`);
  const refused = await good(program, { timeout: 30 });
  assertFaults(refused, path, ["line.prom too_large"]);
  rmSync(join(path, "line.prom"));
  const lines = Array.from({ length: 200_000 }, (_, i) => `many{number="${i}"} ${i}\n`);
  writeFileSync(join(path, "many.prom"), lines.join(""));
  const first = await good(program, { timeout: 30 });
  assertOthers(before, first);
  assert.equal(valueOf(first.body, 'many{number="199999"}'), 199_999);
  const again = await good(program, { timeout: 30 });
  const { mebibytes } = figuresOf(program);
  assert.ok(mebibytes < idle + 400, `${mebibytes} MiB, ${idle} before`);
  return `line refused; 200,000 series in ${Math.round(first.milliseconds)} ms, then ${Math.round(again.milliseconds)} ms; ${idle} to ${mebibytes} MiB`;
}

async function manyNames(): Promise<string> {
  const { path, program, before } = await start();
  const idle = figuresOf(program).mebibytes;
  const names = (prefix: string, count: number): string =>
    Array.from({ length: count }, (_, i) => `${prefix}_${i} 1\n`).join("");
  writeFileSync(join(path, "many.prom"), names("many", 100_000));
  writeFileSync(join(path, "most.prom"), names("most", 1_000_000));
  const refused = await good(program, { timeout: 30 });
  assertFaults(refused, path, ["many.prom parse", "most.prom parse"]);
  assertOthers(before, refused);
  rmSync(join(path, "most.prom"));
  for (let scrape = 0; scrape < 15; scrape++) {
    writeFileSync(join(path, "many.prom"), names(`a${scrape}`, 10_000));
    writeFileSync(join(path, "more.prom"), names(`b${scrape}`, 9_999));
    const answer = await good(program, { timeout: 30 });
    assert.equal(valueOf(answer.body, "node_textfile_scrape_error"), 0);
    assert.equal(valueOf(answer.body, `b${scrape}_9998`), 1);
    assertOthers(before, answer);
  }
  const { mebibytes } = figuresOf(program);
  assert.ok(mebibytes < 300, `${mebibytes} MiB, ${idle} before`);
  return `both files refused; 300,000 names in 15 scrapes: ${idle} to ${mebibytes} MiB`;
}

async function longHelp(): Promise<string> {
  const { path, program, before } = await start();
  // As JSON, which the table of definitions holds, such a character takes six bytes.
  const help = (name: string, bytes: number): string => `# HELP ${name} ${"\x01".repeat(bytes)}\n${name} 1\n`;
  writeFileSync(join(path, "long.prom"), help("long", 11_500_000));
  writeFileSync(join(path, "many.prom"), Array.from({ length: 180 }, (_, i) => help(`many${i}`, 64_000)).join(""));
  writeFileSync(join(path, "most.prom"), Array.from({ length: 30 }, (_, i) => help(`most${i}`, 64_000)).join(""));
  for (let scrape = 0; scrape < 5; scrape++) {
    const answer = await good(program, { timeout: 30 });
    assertFaults(answer, path, ["long.prom parse", "many.prom too_large"]);
    assertOthers(before, answer);
    assert.equal(valueOf(answer.body, "most29"), 1);
  }
  return "2 files refused, 2 MB of HELP texts shown; others as before in 5 scrapes";
}

async function renamed(): Promise<string> {
  const { path, program } = await start();
  const target = join(path, "swapped.prom");
  let renames = 0;
  const scraped = new AbortController();
  const write = (): void => {
    const lines = Array.from({ length: 50 }, (_, i) => `swapped{number="${i}"} ${renames}\n`);
    writeFileSync(`${target}.tmp`, lines.join(""));
    renameSync(`${target}.tmp`, target);
    renames++;
  };
  const writer = (async () => {
    while (!scraped.signal.aborted) {
      for (let i = 0; i < 20; i++) write();
      await new Promise((resolve) => void setImmediate(resolve));
    }
  })();
  await inParallel(300, 2, async () => {
    const answer = await good(program);
    const values = [...answer.body.matchAll(/^swapped\{number="\d+"\} (\d+)$/gm)].map(([, text]) => text);
    assert.ok(values.length === 50 || values.length === 0, `${values.length} of 50 lines`);
    assert.ok(new Set(values).size <= 1, "lines of two versions");
    assert.equal(valueOf(answer.body, "node_textfile_scrape_error"), 0);
  });
  scraped.abort();
  await writer;
  return `300 scrapes during ${renames} renames, none partial`;
}

async function folders(): Promise<string> {
  const removed = await start();
  rmSync(removed.path, { recursive: true });
  const answer = await good(removed.program);
  assertFaults(answer, removed.path, ["directory"]);
  assertOthers(removed.before, answer);
  const locked = await start({ wrapper: asNobody() });
  chmodSync(locked.path, 0);
  const denied = await good(locked.program);
  assertFaults(denied, locked.path, ["directory"]);
  assertOthers(locked.before, denied);
  const mount = await faultyMount({ "a.prom": "a 1\n" });
  const program = await startProgram([`--collector.textfile.directory=${mount.path}`]);
  const before = await good(program);
  assert.equal(valueOf(before.body, "a"), 1);
  await mount.obey({ "": "hang" });
  const slowest: number[] = [];
  for (let i = 0; i < 10; i++) {
    const hung = await good(program, { timeout: 2 });
    assertOthers(before, hung, "textfile");
    assert.equal(hung.success.get("textfile"), 0);
    slowest.push(hung.milliseconds);
  }
  await mount.obey({});
  let back = await good(program);
  for (let i = 0; i < 20 && valueOf(back.body, "a") !== 1; i++) back = await good(program);
  assert.equal(valueOf(back.body, "a"), 1);
  return `removed, not to be read: error 1; hanging: 10 answers, slowest ${Math.round(Math.max(...slowest))} ms, back afterwards`;
}
