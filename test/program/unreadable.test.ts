import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { asNobody } from "../support/as-nobody.ts";
import { runProgram, startProgram } from "../support/program.ts";
import { samplesOf, valueOf } from "../support/samples.ts";
import { hostTree } from "../support/tree.ts";

const HWMON = "sys/class/hwmon";
const NET = "sys/class/net";

/** Root may read any directory. */
const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)("a directory of another user costs its device only (needs root)", async () => {
  const { procfs, sysfs, rootfs } = hostTree({
    [`${HWMON}/hwmon0/name`]: "closed\n",
    [`${HWMON}/hwmon0/temp1_input`]: "1000\n",
    [`${HWMON}/hwmon1/name`]: "open\n",
    [`${HWMON}/hwmon1/temp1_input`]: "2000\n",
    [`${NET}/eth0/operstate`]: "up\n",
    [`${NET}/eth1/operstate`]: "up\n",
  });
  chmodSync(rootfs, 0o755);
  for (const path of [`${rootfs}/${HWMON}/hwmon0`, `${rootfs}/${NET}/eth0`]) chmodSync(path, 0);
  const program = await startProgram(
    ["--collector.disable-defaults", "--collector.hwmon", "--collector.netclass"].concat(
      `--path.procfs=${procfs}`,
      `--path.sysfs=${sysfs}`,
    ),
    { wrapper: asNobody() },
  );
  const { body } = await program.get();
  expect(samplesOf(body, /^node_(hwmon_temp_celsius|network_up)/)).toEqual([
    'node_hwmon_temp_celsius{chip="open",sensor="temp1"} 2',
    'node_network_up{device="eth1"} 1',
  ]);
  for (const collector of ["hwmon", "netclass"]) {
    expect(valueOf(body, `node_scrape_collector_success{collector="${collector}"}`)).toBe(1);
    expect(valueOf(body, `node_exporter_collector_records_skipped{collector="${collector}"}`)).toBe(1);
  }
});

test.skipIf(!isRoot)("a directory of textfiles that may not be reached costs only itself (needs root)", async () => {
  const { rootfs } = hostTree({
    "closed/t/c.prom": "c 1\n",
    "t1/a.prom": "a 1\n",
    "t2/b.prom": "b 1\n",
    "proc/": "",
    "sys/": "",
  });
  chmodSync(rootfs, 0o755);
  chmodSync(`${rootfs}/closed`, 0o700);
  const names = ["t1", "closed/t", "closed/*", "c*d/t", "t2"];
  const program = await startProgram(
    ["--collector.disable-defaults", "--collector.textfile"].concat(
      names.map((name) => `--collector.textfile.directory=${rootfs}/${name}`),
    ),
    { wrapper: asNobody() },
  );
  const { body } = await program.get();
  expect(samplesOf(body, /^[abc] /)).toEqual(["a 1", "b 1"]);
  expect(valueOf(body, 'node_scrape_collector_success{collector="textfile"}')).toBe(1);
  expect(valueOf(body, "node_textfile_scrape_error")).toBe(1);
  expect(samplesOf(body, /^node_textfile_file_scrape_error/)).toEqual(
    names
      .slice(1, 4)
      .map((name) => `node_textfile_file_scrape_error{file="${rootfs}/${name}",reason="directory"} 1`)
      .toSorted(),
  );
});

test.skipIf(!isRoot)("a udev database that may not be reached costs only its properties (needs root)", async () => {
  const { procfs, rootfs } = hostTree({
    "proc/diskstats": "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n",
    "closed/data/b8:0": "E:ID_MODEL=M\n",
  });
  chmodSync(rootfs, 0o755);
  chmodSync(`${rootfs}/closed`, 0o700);
  const program = await startProgram(
    ["--collector.disable-defaults", "--collector.diskstats", `--path.procfs=${procfs}`].concat(
      `--path.udev.data=${rootfs}/closed/data`,
    ),
    { wrapper: asNobody() },
  );
  const { body } = await program.get();
  expect(samplesOf(body, /^node_disk_info/)).toHaveLength(1);
  expect(program.lines.join("\n")).toMatch(/no udev database.* err="EACCES: permission denied/);
});

test.skipIf(!isRoot)("a mount point that may not be reached ends the start with its flag (needs root)", async () => {
  const { rootfs } = hostTree({ "closed/data/": "" });
  chmodSync(rootfs, 0o755);
  chmodSync(`${rootfs}/closed`, 0o700);
  for (const flag of ["path.procfs", "path.sysfs"]) {
    const path = `${rootfs}/closed/data`;
    const { code, stderr } = await runProgram([`--${flag}=${path}`], { wrapper: asNobody() });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`--${flag}: cannot read ${path}: permission denied\n$`));
  }
});
