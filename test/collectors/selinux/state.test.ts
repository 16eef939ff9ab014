import { allOrNone } from "../../../src/collectors/parsers/skip.ts";
import { expect, test } from "vitest";
import { configuredMode, currentMode, findSelinux } from "../../../src/collectors/selinux/state.ts";
import { hostTree, type TreeEntry } from "../../support/tree.ts";

const USUAL = "30 23 0:26 / /sys/fs/selinux rw,nosuid - selinuxfs selinuxfs rw\n";
const OTHER = "31 23 0:27 / /selinux rw,nosuid - selinuxfs selinuxfs rw\n";
const READ_ONLY = "32 23 0:28 / /sys/fs/selinux ro,nosuid - selinuxfs selinuxfs rw\n";
const TMPFS = "33 23 0:29 / /tmp rw - tmpfs tmpfs rw\n";

function root(files: Readonly<Record<string, TreeEntry>>): string {
  return hostTree(files).rootfs;
}

const LABEL = { "proc/thread-self/attr/current": "system_u:system_r:init_t:s0\0" };

test.each([
  ["mounted at the usual place", `${TMPFS}${OTHER}${USUAL}`, "/sys/fs/selinux"],
  ["mounted elsewhere", `${TMPFS}${OTHER}`, "/selinux"],
])("on when %s", (_, mountinfo, mount) => {
  const at = root({ ...LABEL, "proc/self/mountinfo": mountinfo });
  expect(findSelinux(at, allOrNone)).toBe(at + mount);
});

test.each([
  ["not mounted", { "proc/self/mountinfo": TMPFS, ...LABEL }],
  ["mounted read-only", { "proc/self/mountinfo": READ_ONLY, ...LABEL }],
  ["a read-only file system", { "proc/self/mountinfo": USUAL.replace("selinuxfs rw", "selinuxfs ro"), ...LABEL }],
  ["mounted before a policy was loaded", { "proc/self/mountinfo": USUAL, "proc/thread-self/attr/current": "kernel\0" }],
  ["the mounts cannot be read", LABEL],
])("off when %s", (_, files) => {
  expect(findSelinux(root(files), allOrNone)).toBeUndefined();
});

test("mounts that cannot be read for another reason than absence or permission are an error", () => {
  const at = root({ ...LABEL, "proc/self/mountinfo/": "" });
  expect(() => findSelinux(at, allOrNone)).toThrow("EISDIR");
});

test("an old kernel has no thread-self", () => {
  const label = { "proc/self/attr/current": "kernel" };
  expect(findSelinux(root({ ...label, "proc/self/mountinfo": USUAL }), allOrNone)).toBeUndefined();
});

test("modes", () => {
  const at = root({ "etc/selinux/config": "SELINUX=permissive\n", "selinux/enforce": "1" });
  expect(configuredMode(at)).toBe(0);
  expect(configuredMode(`${at}/nowhere`)).toBe(-1);
  expect(currentMode(`${at}/selinux`)).toBe(1);
  expect(currentMode(`${at}/nowhere`)).toBe(-1);
});
