import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { cleanUp } from "../../../support/clean-up.ts";
import { runProgram } from "../../../support/program.ts";
import { compareWith } from "./command.ts";

/** A peer that answers every request like this; returns its URL. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  cleanUp(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function refused(message: RegExp, ...words: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProgram(["compare", ...words]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr.split("\n")).toHaveLength(2);
}

const LOAD = ["--collector.disable-defaults", "--collector.loadavg"];

describe("compare", () => {
  test("exits with 0 when nothing is missing and scrapes what the URL asks for", async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push([request.url, request.headers.authorization, request.headers.accept]);
      response.end("# TYPE node_load1 gauge\nnode_load1 1\ngo_goroutines 7\n");
    });
    const address = url.replace("//", "//user:secret@");
    const { code, report } = await compareWith(`${address}/m?collect[]=loadavg`, ...LOAD, "--collector.uname");
    expect(code).toBe(0);
    expect(asked).toEqual([["/m?collect[]=loadavg", "Basic dXNlcjpzZWNyZXQ=", "text/plain;version=0.0.4"]]);
    expect(report.extra.families.map(({ family }) => family)).toEqual(["node_load15", "node_load5"]);
    expect(report.there).toEqual({ name: `${url}/m?collect[]=loadavg`, version: "", families: 2, series: 2 });
    expect(report.own.there).toEqual(["go_goroutines"]);
  });

  test("exits with 1 when something is missing, and says what", async () => {
    const url = await serve((_, response) => {
      response.end(
        '# TYPE node_load1 gauge\nnode_load1 1\nnode_mine{a="\u001b[31m"} 1\n# TYPE node_load5 counter\nnode_load5 1\n',
      );
    });
    const { code, stdout } = await runProgram(["compare", url, ...LOAD]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Families that are missing: 1\n {2}family {5}type {5}series\n {2}node_mine {2}untyped {2}1$/m,
    );
    expect(stdout).toMatch(/^ {2}node_load5 {2}counter {2}gauge$/m);
    expect(stdout).toMatch(/^Missing: 1 family, 1 type\.$/m);
    expect(stdout).not.toContain("\u001b");
  });

  test("needs no temporary directory", async () => {
    const url = await serve((_, response) => response.end("node_load1 1\n"));
    const { code, stderr } = await runProgram(["compare", url, ...LOAD], { env: { TMPDIR: "/nonexistent" } });
    expect([code, stderr]).toEqual([1, ""]);
  });

  test("prints its own help", async () => {
    const { code, stdout } = await runProgram(["compare", "--help"]);
    expect([code, stdout.split("\n")[0]]).toEqual([0, "Compares another exporter with this program on the same host."]);
  });
});

describe("compare exits with 2 and one line", () => {
  test("without a URL", async () => {
    await refused(/: error: compare needs the URL of an exporter/);
  });

  test("for an unknown flag of the exporter", async () => {
    await refused(/: error: unknown long flag '--nothing', try --help/, "http://127.0.0.1:1", "--nothing");
  });

  test("for a flag that prints something", async () => {
    await refused(/: error: compare does not accept these flags/, "http://127.0.0.1:1", "--version");
  });

  test("when a collector cannot be made ready", async () => {
    await refused(
      /: error: collector arp: --collector.arp.device-include: bad regular expression/,
      "http://127.0.0.1:1",
      "--collector.disable-defaults",
      "--collector.arp",
      "--collector.arp.device-include=(",
    );
  });

  test("when nothing listens", async () => {
    await refused(/: error: http:\/\/127.0.0.1:1\/metrics: connect ECONNREFUSED/, "http://127.0.0.1:1", ...LOAD);
  });

  test("when the response is an error", async () => {
    const url = await serve((_, response) => response.writeHead(503).end());
    await refused(/: the response has status 503\n/, url, ...LOAD);
  });

  test("when the response is a page", async () => {
    const url = await serve((_, response) => response.end("<html>\n"));
    await refused(/: the response is not in text format: line 1: invalid metric name\n/, url, ...LOAD);
  });

  test("when the response is empty", async () => {
    const url = await serve((_, response) => response.end());
    await refused(/: the response has no metrics\n/, url, ...LOAD);
  });

  test("when the response does not end", async () => {
    const url = await serve((_, response) => response.write("node_a 1\n"));
    await refused(/: no complete response within 0.5 s\n/, url, "--timeout=500ms", ...LOAD);
  });

  test("when the response is cut", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("node_a 1\n", () => response.destroy());
    });
    await refused(/: aborted|: the connection closed before the response was complete/, url, ...LOAD);
  });
});
