import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import cpuVulnerabilities from "../../src/collectors/cpu_vulnerabilities.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const FOLDER = "sys/devices/system/cpu/vulnerabilities";

test("gives a sample for each flaw, long texts whole", async () => {
  const long = `Retpolines; ${"STIBP: disabled; ".repeat(10)}BHI: Retpoline`;
  const paths = hostTree({ [`${FOLDER}/mds`]: "Not affected\n", [`${FOLDER}/spectre_v2`]: `Mitigation: ${long}\n` });
  const { status, text } = await collect(cpuVulnerabilities, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_cpu_vulnerabilities_info gauge
node_cpu_vulnerabilities_info{codename="mds",mitigation="",state="not affected"} 1
node_cpu_vulnerabilities_info{codename="spectre_v2",mitigation="${long}",state="mitigation"} 1
`);
});

test("gives nothing on a kernel without the folder", async () => {
  const { status, text } = await collect(cpuVulnerabilities, { paths: hostTree({}) });
  expect([status, text]).toEqual(["ok", ""]);
});

test("fails where sysfs is missing", async () => {
  const { status, message } = await collect(cpuVulnerabilities, { paths: { sysfs: "/nonexistent" } });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test("fails when a file cannot be read", async () => {
  const { status, message } = await collect(cpuVulnerabilities, { paths: hostTree({ [`${FOLDER}/mds/`]: "" }) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("EISDIR")]);
});

test.skipIf(!existsSync("/sys/devices/system/cpu/vulnerabilities/mds"))(
  "reads this machine (needs a kernel with the folder)",
  async () => {
    const { status, text } = await collect(cpuVulnerabilities);
    expect(status).toBe("ok");
    expect(text).toMatch(
      /codename="mds",mitigation="[^"]*",state="(not affected|vulnerable|mitigation|unknown)"\} 1\n/,
    );
  },
);
