import { expect, test } from "vitest";
import sysctl from "../../src/collectors/sysctl.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const FILES = {
  "proc/sys/fs/file-nr": "1024\t0\t163132\n",
  "proc/sys/kernel/threads-max": "7801\n",
  "proc/sys/kernel/seccomp/actions_avail": "kill trap allow\n",
  "proc/sys/kernel/seccomp/limit": "5\n",
  "proc/sys/kernel/shmmax": "18446744073692774399\n",
  "proc/sys/kernel/empty": "\n",
  "proc/sys/net/ipv4/conf/eth0.100/mtu": "0x10\n",
};

const collectSysctl = (include: readonly string[], info: readonly string[] = []) =>
  collect(sysctl, {
    paths: hostTree(FILES),
    flags: { "collector.sysctl.include": include, "collector.sysctl.include-info": info },
  });

const INFO = 'node_sysctl_info{index="0",name="kernel.threads-max",value="7801"} 1';

test.each([
  ["one number", ["kernel.threads-max"], [], ["node_sysctl_kernel_threads_max 7801"]],
  ["slashes", ["kernel/threads-max"], [], ["node_sysctl_kernel_threads_max 7801"]],
  [
    "several numbers",
    ["fs.file-nr"],
    [],
    [
      'node_sysctl_fs_file_nr{index="0"} 1024',
      'node_sysctl_fs_file_nr{index="1"} 0',
      'node_sysctl_fs_file_nr{index="2"} 163132',
    ],
  ],
  [
    "keys",
    ["fs.file-nr:total,current,max"],
    [],
    ["node_sysctl_fs_file_nr_current 0", "node_sysctl_fs_file_nr_max 163132", "node_sysctl_fs_file_nr_total 1024"],
  ],
  ["unsigned 64 bit", ["kernel.shmmax"], [], ["node_sysctl_kernel_shmmax 1.8446744073692774e+19"]],
  ["a slash behind a dot", ["kernel.seccomp/limit"], [], ["node_sysctl_kernel_seccomp_limit 5"]],
  ["a dot in a name", ["net/ipv4/conf/eth0.100/mtu"], [], ["node_sysctl_net_ipv4_conf_eth0_100_mtu 16"]],
  [
    "words",
    [],
    ["kernel.seccomp.actions_avail"],
    [
      'node_sysctl_info{index="0",name="kernel.seccomp.actions_avail",value="kill"} 1',
      'node_sysctl_info{index="1",name="kernel.seccomp.actions_avail",value="trap"} 1',
      'node_sysctl_info{index="2",name="kernel.seccomp.actions_avail",value="allow"} 1',
    ],
  ],
  ["one word with keys", [], ["kernel.threads-max:x"], [INFO]],
  ["nothing", [], [], []],
])("%s", async (_, include, info, expected) => {
  const { status, text } = await collectSysctl(include, info);
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual(expected);
});

test("numbers are untyped, words a gauge", async () => {
  const { text } = await collectSysctl(["kernel.threads-max"], ["kernel.threads-max"]);
  expect(text.match(/# TYPE .*/g)).toEqual([
    "# TYPE node_sysctl_info gauge",
    "# TYPE node_sysctl_kernel_threads_max untyped",
  ]);
});

test.each([
  ["a missing file", ["kernel.nope"], [], "ENOENT"],
  ["words for numbers", ["kernel.seccomp.actions_avail"], [], '"kill" is not a number'],
  ["keys for one value", ["kernel.threads-max:max"], [], "one value, which takes no keys"],
  ["too few keys", ["fs.file-nr:a,b"], [], "3 values for 2 keys"],
  ["keys for words", [], ["kernel.seccomp.actions_avail:a,b,c"], "words take no keys"],
  ["no value", ["kernel.empty"], [], "no value"],
  ["no name", [""], [], "EISDIR"],
])("fails with %s", async (_, include, info, problem) => {
  const { status, message } = await collectSysctl(include, info);
  expect([status, message]).toEqual(["failed", expect.stringContaining(problem)]);
});

test("a parameter that cannot be read costs itself", async () => {
  const { status, text } = await collectSysctl(
    ["kernel.threads-max", "kernel.nope", "kernel.shmmax"],
    ["kernel.threads-max"],
  );
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_sysctl_info{index="0",name="kernel.threads-max",value="7801"} 1',
    "node_sysctl_kernel_shmmax 1.8446744073692774e+19",
    "node_sysctl_kernel_threads_max 7801",
  ]);
});

test("a parameter may be asked for by index and by key", async () => {
  const { status, families, duplicates } = await collectSysctl(["fs.file-nr", "fs.file-nr:a,b,c"]);
  expect([status, families.size, duplicates]).toEqual(["ok", 4, 0]);
});

test("reads this machine at each scrape", async () => {
  const scraper = openCollector(sysctl, { flags: { "collector.sysctl.include": ["kernel.pid_max"] } });
  const [first, second] = [await scraper.scrape(), await scraper.scrape()];
  expect(first.text).toMatch(/^node_sysctl_kernel_pid_max [1-9]/m);
  expect(second.text).toBe(first.text);
});
