import { expect, test } from "vitest";
import filefd from "../../src/collectors/filefd.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives handles in use and their limit", async () => {
  const { text } = await collect(filefd, { paths: hostTree({ "proc/sys/fs/file-nr": "1024\t0\t1631329\n" }) });
  expect(text).toBe(`# TYPE node_filefd_allocated gauge
node_filefd_allocated 1024
# TYPE node_filefd_maximum gauge
node_filefd_maximum 1.631329e+06
`);
});

test("fails without the file", async () => {
  const { status, message } = await collect(filefd, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test("works on this machine", async () => {
  expect((await collect(filefd)).status).toBe("ok");
});
