import { expect, test } from "vitest";
import { parseSelinuxConfig } from "../../../src/collectors/selinux/config.ts";

test.each([
  ["SELINUX=enforcing\nSELINUXTYPE=targeted\n", 1],
  ["# SELINUX=enforcing\nSELINUX=permissive\n", 0],
  ['  SELINUX = "enforcing"  \n', 1],
  ["SELINUX=disabled\n", -1],
  ["SELINUX=strange\nSELINUX=enforcing\n", -1],
  ["SELINUXTYPE=targeted\n", -1],
  ["", -1],
])("%j is mode %d", (text, mode) => {
  expect(parseSelinuxConfig(text)).toBe(mode);
});
