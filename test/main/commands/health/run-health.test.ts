import { expect, test } from "vitest";
import { runProgram, startProgram } from "../../../support/program.ts";

test("the exit status is that of the exporter's health", async () => {
  const { port } = await startProgram(["--collector.disable-defaults", "--collector.loadavg"]);
  const healthy = await runProgram(["health", `http://127.0.0.1:${port}/-/ready`]);
  expect(healthy).toMatchObject({ code: 0, stdout: "", stderr: "" });
  const missing = await runProgram(["health", `http://127.0.0.1:${port}/missing`]);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("/missing: the answer has status 404\n")]);
  const closed = await runProgram(["health", "http://127.0.0.1:1/"]);
  expect([closed.code, closed.stderr]).toEqual([
    1,
    expect.stringContaining("http://127.0.0.1:1/: connect ECONNREFUSED"),
  ]);
});
