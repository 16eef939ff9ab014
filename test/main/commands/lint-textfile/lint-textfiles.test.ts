import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findingText } from "../../../../src/main/commands/lint-textfile/finding.ts";
import { lintTextfiles } from "../../../../src/main/commands/lint-textfile/lint-textfiles.ts";
import { temporaryDirectory } from "../../../support/clean-up.ts";

const CLI = join(import.meta.dirname, "../../../../src/main/cli.ts");

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Findings for files of these names, in their order. */
function lint(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  const folder = folderWith(files);
  const findings = lintTextfiles(Object.keys(files).map((name) => join(folder, name)));
  return findings.map((finding) => findingText(finding).replaceAll(`${folder}/`, ""));
}

describe("finds nothing in", () => {
  test("a file that is in order", () => {
    const text = `# HELP backup_age_seconds Age.
# TYPE backup_age_seconds gauge
backup_age_seconds{job="a"} 1
backup_age_seconds{job="b"} 2.5e3

# TYPE backup_seconds histogram
backup_seconds_bucket{le="1"} 1
backup_seconds_bucket{le="+Inf"} 2
backup_seconds_sum 3
backup_seconds_count 2
`;
    expect(lint({ "a.prom": text, "b.prom": "" })).toEqual([]);
  });

  test("files with the same family, other series", () => {
    const text = "# HELP backup_age_seconds Age.\n# TYPE backup_age_seconds gauge\n";
    const parts = ["a", "b"].map((job) => `${text}backup_age_seconds{job="${job}"} 1\n`);
    expect(lint({ "a.prom": parts[0] ?? "", "b.prom": parts[1] ?? "" })).toEqual([]);
  });

  test("a family without HELP beside one that has it", () => {
    expect(lint({ "a.prom": 'backup{a="1"} 1\n', "b.prom": '# HELP backup Help.\nbackup{a="2"} 1\n' })).toEqual([]);
  });

  test("the same file given twice", () => {
    const folder = folderWith({ "a.prom": "backup 1\n" });
    expect(lintTextfiles([join(folder, "a.prom"), join(folder, "a.prom")])).toEqual([]);
  });
});

describe("in one file finds", () => {
  test.each([
    ["a timestamp", "backup 1\nbackup_age 1 1700000000000\n", "a.prom:2: timestamps are not supported"],
    [
      "a last line without a break",
      "backup 1\nbackup_age 1",
      "a.prom:2: the file ends within a line; the last line needs a line break, too",
    ],
    ["a wrong name", "backup 1\nback-up 2\n", 'a.prom:2: expected a number as value, got "-up"'],
    [
      "a second TYPE",
      "# TYPE a gauge\n# TYPE a gauge\na 1\n",
      "a.prom:2: second TYPE line for a, or one after samples of it",
    ],
    [
      "a series twice",
      'a{x="1"} 1\na{x="2"} 1\na{x="1"} 2\n',
      "a.prom:3: a series of a comes twice, only the first one is shown",
    ],
  ])("%s", (_, text, finding) => {
    expect(lint({ "a.prom": text })).toEqual([finding]);
  });

  test("every fault, with those of the rest of the file", () => {
    expect(
      lint({ "a.prom": 'a 1 1\n# TYPE b thing\nb 1\nb 2\nc{x="1} 3\nd 1' }).map((text) => text.split(":")[1]),
    ).toEqual(["1", "2", "4", "5", "6"]);
  });

  test("only so many faults", () => {
    expect(lint({ "a.prom": "no metric at all\n".repeat(1000) })).toHaveLength(20);
  });

  test("carriage returns and invalid UTF-8", () => {
    expect(lint({ "a.prom": "a 1\r\n", "b.prom": Buffer.from('a{b="\xff"} 1\n', "latin1") })).toEqual([
      'a.prom:1: expected a number as value, got "1\\r"',
      "b.prom:1: a label value is not valid UTF-8",
    ]);
  });
});

describe("warns of", () => {
  test("a name without .prom", () => {
    expect(lint({ "a.prom.tmp": "a 1\n" })).toEqual([
      "a.prom.tmp: warning: the name does not end in .prom: the collector does not read it",
    ]);
  });

  test("families of collectors that are off and names that collectors may make", () => {
    expect(lint({ "a.prom": "node_processes_pids 1\nnode_vmstat_mine 1\nnode_mine 1\n" })).toEqual([
      "a.prom:1: warning: node_processes_pids is a family of the collector processes: not shown when that is on",
      "a.prom:2: warning: node_vmstat_mine looks like a family of a collector (node_vmstat_*): not shown if that has it",
    ]);
  });
});

describe("finds built-in families", () => {
  test("of collectors and of the exporter", () => {
    const text = `# TYPE node_load1 gauge
node_load1 99
node_memory_MemFree_bytes 1
node_exporter_build_info 1
node_textfile_mtime_seconds 1
`;
    expect(lint({ "a.prom": text })).toEqual([
      "a.prom:1: node_load1 is a family of the collector loadavg: these samples are not shown",
      "a.prom:3: node_memory_MemFree_bytes is a family of the collector meminfo: these samples are not shown",
      "a.prom:4: node_exporter_build_info is a family of the exporter itself: these samples are not shown",
      "a.prom:5: node_textfile_mtime_seconds is a family of the collector textfile: these samples are not shown",
    ]);
  });
});

describe("of built-in families of the same type", () => {
  test("finds nothing in series with other labels, which are shown", () => {
    const text = `# TYPE node_load1 gauge
node_load1{of="container"} 1
# TYPE process_open_fds gauge
process_open_fds{of="job"} 1
`;
    expect(lint({ "a.prom": text })).toEqual([]);
  });

  test("warns of series that the collector may have, too", () => {
    const text = `# TYPE node_network_up gauge
node_network_up{device="eth0"} 1
# TYPE node_ntp_leap gauge
node_ntp_leap{of="pool"} 1
# TYPE node_dmi_info gauge
node_dmi_info{product_name="x"} 1
`;
    expect(lint({ "a.prom": text })).toEqual([
      "a.prom:1: warning: node_network_up is a family of the collector netclass, too: series that it has are not shown from here",
      "a.prom:5: warning: node_dmi_info is a family of the collector dmi, too: series that it has are not shown from here",
    ]);
  });

  test("finds the only series that the collector has, and every series of another type", () => {
    const text = `# TYPE node_load1 gauge
node_load1 1
# TYPE node_network_up counter
node_network_up{of="job"} 1
node_load5{of="container"} 1
`;
    expect(lint({ "a.prom": text }).map((line) => line.split(":")[1])).toEqual(["1", "3", "5"]);
  });
});

describe("between files finds", () => {
  test("another type", () => {
    const files = { "a.prom": "# TYPE a gauge\na 1\n", "b.prom": '# HELP a A.\n# TYPE a counter\na{x="1"} 1\n' };
    expect(lint(files)).toEqual([expect.stringMatching(/^b\.prom:2: a is of type counter here and gauge in a\.prom$/)]);
  });

  test("another HELP text than that of the first file that has one", () => {
    const files = {
      "a.prom": 'a{x="1"} 1\n',
      "b.prom": '# HELP a One.\na{x="2"} 1\n',
      "c.prom": '\n# HELP a Two.\na{x="3"} 1\n',
    };
    expect(lint(files)).toEqual(["c.prom:2: a has another HELP text in b.prom"]);
  });

  test("the same series", () => {
    const files = {
      "a.prom": 'a{x="1",y="\\"}"} 1\na{x="2"} 1\na 1\n',
      "b.prom": 'a{x="3"} 1\na{y="\\"}",x="1"} 1\na 2\n',
      "c.prom": "# comment\na 3\n",
      "d.prom": 'a{x="2",y=""} 3\n',
    };
    expect(lint(files)).toEqual([
      "b.prom:2: 2 series of a are in a.prom, too, and shown from there",
      "d.prom:1: a series of a is in a.prom, too, and shown from there",
    ]);
  });

  test("the same histogram", () => {
    const text = '# TYPE h histogram\nh_bucket{x="1",le="+Inf"} 1\nh_count{x="1"} 1\nh_sum{x="1"} 1\n';
    expect(lint({ "a.prom": text, "b.prom": text })).toEqual([
      "b.prom:2: a series of h is in a.prom, too, and shown from there",
    ]);
  });

  test("a family that is called like the sum of another", () => {
    expect(lint({ "a.prom": "s_sum 1\n", "b.prom": "# TYPE s summary\ns_count 1\n" })).toEqual([
      "b.prom:1: s_sum is a sample of the summary s in b.prom and a family in a.prom",
    ]);
  });

  test("nothing more where one of them is broken", () => {
    expect(lint({ "a.prom": "a 1\nb\n", "b.prom": "a 1\n" })).toEqual([expect.stringMatching(/^a\.prom:2: /)]);
  });
});

describe("refuses", () => {
  test("what is no regular file, is missing or too large", () => {
    const folder = folderWith({ "large.prom": "" });
    mkdirSync(join(folder, "folder.prom"));
    execFileSync("mkfifo", [join(folder, "fifo.prom")]);
    truncateSync(join(folder, "large.prom"), 65 * 1024 * 1024);
    const names = ["folder.prom", "fifo.prom", "missing.prom", "large.prom"];
    const findings = lintTextfiles(names.map((name) => join(folder, name)));
    expect(findings.map(({ line, reason }) => [line, reason])).toEqual([
      [0, "not a regular file"],
      [0, "not a regular file"],
      [0, "no such file or directory"],
      [0, "larger than 64 MiB"],
    ]);
  });
});

async function run(...words: readonly string[]): Promise<unknown> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, "lint-textfile", ...words], (error, stdout, stderr) =>
      resolve([error?.code ?? 0, stdout, stderr]),
    );
  });
}

describe("the command", () => {
  test("exits with 0, 1 for a fault, 2 for wrong words", async () => {
    const folder = folderWith({ "a.prom": "a 1\n", "b.prom": "b\n", "c.txt": "c 1\n" });
    const [a, b, c] = ["a.prom", "b.prom", "c.txt"].map((name) => join(folder, name));
    expect(await run(a ?? "")).toEqual([0, "", ""]);
    expect(await run(a ?? "", b ?? "")).toEqual([1, expect.stringMatching(`^${b}:1: .*\n$`), ""]);
    expect(await run("--", c ?? "")).toEqual([0, expect.stringMatching(`^${c}: warning: .*\n$`), ""]);
    expect(await run()).toEqual([2, "", expect.stringMatching(/: error: lint-textfile needs a file\n$/)]);
    expect(await run("--fix", a ?? "")).toEqual([2, "", expect.stringMatching(/: error: Unknown argument: fix\n$/)]);
  });
});
