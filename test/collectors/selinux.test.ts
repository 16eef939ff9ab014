import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import selinux from "../../src/collectors/selinux.ts";
import { collect } from "../support/collect.ts";

test.skipIf(existsSync("/sys/fs/selinux/enforce"))("off on this host (skipped where SELinux is on)", async () => {
  const { status, text } = await collect(selinux);
  expect(status).toBe("ok");
  expect(text).toBe("# TYPE node_selinux_enabled gauge\nnode_selinux_enabled 0\n");
});
