import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import uname from "../../src/collectors/uname.ts";
import { collect } from "../support/collect.ts";
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
