import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { hasControls } from "../../src/main/log/visible.ts";
import { configFile } from "../main/options/config-file/reading.ts";
import { cleanUp, temporaryDirectory } from "../support/clean-up.ts";
import { programFile, runProgram, startProgram } from "../support/program.ts";

/** Colours, a title for the window, another direction of writing, and a line that looks like one of the program's own. */
const HOSTILE = "\u001b[31m\u009b2J\u001b]0;x\u0007\u202e\nno fault\r";
const ESCAPED = String.raw`\u001b[31m\u009b2J\u001b]0;x\u0007\u202e\nno fault\r`;
const LONG = "x".repeat(100_000);

const QUIET = ["--collector.disable-defaults", "--web.listen-address=127.0.0.1:0"];

/** Runs a command on a terminal. */
const TERMINAL = "/usr/bin/script";

/** Fails where a line has what a terminal obeys, or is very long. */
function expectShown(text: string): void {
  const lines = text.split("\n");
  expect(lines.filter(hasControls)).toEqual([]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(3000);
}

describe("texts from elsewhere are escaped and bounded", () => {
  test.each<[string, readonly string[]]>([
    ["the name of a flag", [`--${HOSTILE}${LONG}`]],
    ["a word", [`${HOSTILE}${LONG}`]],
    ["a value", [`--log.level=${HOSTILE}${LONG}`]],
    ["an address", [`--web.listen-address=${HOSTILE}${LONG}`]],
    ["a pattern", [...QUIET, "--collector.netdev", `--collector.netdev.device-include=(${HOSTILE}${LONG}`]],
    ["a file of arguments", [`@/${HOSTILE}${LONG}`]],
    ["a config file", [`--config.file=/${HOSTILE}`]],
  ])("%s", async (_, flags) => {
    for (const command of [[], ["check-config", "--log.format=json"]]) {
      const { code, stdout, stderr } = await runProgram([...command, ...flags]);
      expectShown(stderr);
      expect([code, stdout, stderr.includes(ESCAPED)]).toEqual([1, "", true]);
    }
  });

  test("flags and the web configuration, by print and doctor", async () => {
    const refused = `--collector.netdev.device-include=(${HOSTILE}${LONG}`;
    for (const words of [
      ["print", "--collector.netdev", refused],
      ["doctor", "--collector.netdev", refused],
      ["doctor", ...QUIET, `--web.config.file=/${HOSTILE}${LONG}`],
      ["doctor", `${HOSTILE}${LONG}`, ...QUIET],
    ]) {
      const { stdout, stderr } = await runProgram(words);
      expectShown(stdout);
      expectShown(stderr);
      expect(stdout + stderr).toContain(ESCAPED);
    }
  });

  test("keys and values of a config file, by check-config and in the answer to a reload", async () => {
    const file = configFile("exporter.yml");
    file.write("collectors: {disable-defaults: true}\n");
    const program = await startProgram([file.flag, "--web.enable-lifecycle"]);
    file.write(
      `${JSON.stringify(HOSTILE)}: 1\nlog: {level: ${JSON.stringify(HOSTILE + LONG)}}\ncollectors: {enabled: [${JSON.stringify(HOSTILE)}]}\n`,
    );
    const { code, stderr } = await runProgram(["check-config", file.path]);
    const { status, body } = await program.get("/-/reload", { method: "POST" });
    expect([code, status]).toEqual([1, 500]);
    for (const text of [stderr, body]) {
      expectShown(text);
      expect(text.split(ESCAPED)).toHaveLength(4);
    }
    expect(program.lines.some((line) => line.includes("u001b"))).toBe(true);
    expect(program.lines.filter(hasControls)).toEqual([]);
  });

  test("the configuration that check-config prints is complete, and the same when it is read", async () => {
    const label = `^(\u009b|\u202e|${"x".repeat(3000)})$`;
    const flag = `--collector.filesystem.mount-points-exclude=${label}`;
    const printed = await runProgram(["check-config", "--collector.disable-defaults", flag]);
    expect(printed.code).toBe(0);
    expect(printed.stdout.split("\n").filter(hasControls)).toEqual([]);
    const file = configFile("exporter.yml");
    file.write(printed.stdout);
    const again = await runProgram(["check-config", file.path, "--collector.disable-defaults"]);
    const value = (text: string) =>
      text
        .split("\n")
        .find((line) => line.includes("mount-points-exclude"))
        ?.split(" # ")[0];
    expect(value(again.stdout)).toBe(value(printed.stdout));
  });

  test("what a textfile has, by lint-textfile, print and doctor", async () => {
    const directory = temporaryDirectory();
    const name = join(directory, `${HOSTILE}.prom`);
    writeFileSync(name, `bad ${HOSTILE}${LONG}\n`);
    const flags = [...QUIET, "--collector.textfile", `--collector.textfile.directory=${directory}`];
    for (const words of [
      ["lint-textfile", name],
      ["doctor", ...flags],
      ["doctor", "--json", ...flags],
      ["print", "--timings", ...flags],
    ]) {
      const { stdout, stderr } = await runProgram(words);
      expectShown(stdout);
      expectShown(stderr);
      if (words[0] !== "print") expect(stdout).toContain(String.raw`\u001b[31m`);
    }
  });

  test.skipIf(!existsSync(TERMINAL))(`the exposition, by print on a terminal (needs ${TERMINAL})`, async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "a.prom"), 'a{b="\u009b2J"} 1\n');
    const words = ["print", ...QUIET, "--collector.textfile", `--collector.textfile.directory=${directory}`];
    const piped = await runProgram(words);
    expect(piped.stdout).toContain('a{b="\u009b2J"} 1\n');
    const command = [process.execPath, programFile, ...words].map((word) => `'${word}'`).join(" ");
    const { stdout } = await promisify(execFile)(TERMINAL, ["-qec", command, "/dev/null"]);
    // The terminal adds the returns.
    expectShown(stdout.replaceAll("\r\n", "\n"));
    expect(stdout).toContain(String.raw`a{b="\u009b2J"} 1`);
  });

  test("what another exporter answers, by compare", async () => {
    const server = createServer((_, response) =>
      response.end(`node_scrape_collector_success{collector="\u009b2J\u202e"} 1\n`),
    );
    cleanUp(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    for (const format of [[], ["--json"]]) {
      const words = [
        "compare",
        `http://127.0.0.1:${port}/`,
        "--collector.disable-defaults",
        "--collector.loadavg",
        ...format,
      ];
      const { stdout, stderr } = await runProgram(words);
      expect([stdout, stderr].flatMap((text) => text.split("\n")).filter(hasControls)).toEqual([]);
      expect(stdout).toContain(String.raw`\u009b2J\u202e`);
    }
  });
});
