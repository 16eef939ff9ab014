import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import uname from "../../src/collectors/uname.ts";
import { collect } from "../support/collect.ts";
import { refusing } from "../support/refusing.ts";
import { hostTree } from "../support/tree.ts";

const says = (option: string) => execFileSync("uname", [option], { encoding: "utf8" }).trimEnd();

test("gives what uname says, whatever --path.procfs is", async () => {
  const { status, text } = await collect(uname, { paths: hostTree({}) });
  expect(status).toBe("ok");
  for (const [label, option] of Object.entries({
    sysname: "-s",
    release: "-r",
    version: "-v",
    machine: "-m",
    nodename: "-n",
  }))
    expect(text).toContain(`${label}="${says(option)}"`);
  expect(text).toContain('node_uname_info{domainname="');
});

test("gives the NIS domain of this host", async () => {
  const domain = execFileSync("cat", ["/proc/sys/kernel/domainname"], { encoding: "utf8" }).trimEnd();
  expect((await collect(uname)).text).toContain(`{domainname="${domain}",`);
});

test("where the C library cannot be called, Node tells the same", async () => {
  const { text } = await collect(uname);
  expect((await collect(uname, { native: refusing("ENOSYS", "uname") })).text).toBe(text);
  expect((await collect(uname, { native: refusing("EPERM", "uname") })).status).toBe("failed");
});
