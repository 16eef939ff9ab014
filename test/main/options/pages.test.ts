import { describe, expect, test } from "vitest";
import { error, parse } from "./parsing.ts";

describe("what is printed", () => {
  const VERSION = /^node-exporter-ts, version /;
  const HELP = /^usage: prog /;
  test.each<[readonly string[], RegExp]>([
    [["--version"], VERSION],
    [["--version", "--bogus"], VERSION],
    [["--version", "stray"], VERSION],
    [["--log.level=loud", "--version"], VERSION],
    [["--help", "--version"], VERSION],
    [["--help"], HELP],
    [["-h"], HELP],
    [["-hh"], HELP],
    [["--no-help"], HELP],
    [["--no-help", "--log.level=loud"], HELP],
    [["--no-version", "--bogus"], VERSION],
    [["--help-long=true"], HELP],
    [["--log.level=loud", "--help"], HELP],
    [["--help", "--help"], HELP],
    [["--help-long", "--bogus"], HELP],
    [["--help-man"], /^\.TH "PROG" 8\n/],
    [["--completion-script-bash"], /\ncomplete .* 'prog'\n$/],
    [["--completion-script-zsh"], /^#compdef prog\n/],
    [["--completion-bash", "--log.level", "d"], /^debug\n$/],
    [["--completion-bash", "--bogus", "--log.level=w"], /^warn\n$/],
  ])("%j", async (argv, want) => {
    const parsed = await parse(argv);
    expect(parsed).toEqual({ kind: "print", text: expect.stringMatching(want) });
  });

  test.each<[readonly string[], string]>([
    [["--help", "stray"], "unexpected stray"],
    [["--help=true"], "unexpected true"],
    [["--no-help=x"], "unexpected x"],
    [["--help", "--bogus"], "unknown long flag '--bogus'"],
    [["--bogus", "--version"], "unknown long flag '--bogus'"],
    [["stray", "--version"], "unexpected stray"],
    [["--help", "--log.level"], "expected argument for flag '--log.level'"],
    [["--", "--completion-bash"], "unexpected --completion-bash"],
  ])("%j prints nothing", async (argv, want) => {
    expect(await error(argv)).toBe(want);
  });
});
