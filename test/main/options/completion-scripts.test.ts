import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bashScript, zshScript } from "../../../src/main/options/completion-scripts.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";

const isPresent = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;
const folder = temporaryDirectory();
const program = join(folder, "exporter-1.x");

/** A program that only completes. */
beforeAll(() => {
  const module = join(import.meta.dirname, "../../../src/main/options/parse.ts");
  const code = `const { parseArguments } = await import(${JSON.stringify(module)});
const { text = "" } = await parseArguments(process.argv.slice(2), process.env, "exporter-1.x");
process.stdout.write(text);
`;
  writeFileSync(`${program}.mjs`, code);
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${program}.mjs' "$@"\n`, { mode: 0o755 });
});

describe.skipIf(!isPresent("bash"))("bash (needs bash)", () => {
  test.each<[readonly string[], readonly string[]]>([
    [["--log.l"], ["--log.level"]],
    [["--log.level", "=", "d"], ["debug"]],
    [
      ["--log.level", "="],
      ["debug", "info", "warn", "error"],
    ],
    [["--log.level", "w"], ["warn"]],
    [["--web.listen-address", "=", ":", "9100", "--log.f"], ["--log.format"]],
    [["--web.listen-address", "=:", "9100", "--log.f"], ["--log.format"]],
    [["--path.procfs", "=", "/pr"], []],
    [["lint"], ["lint-textfile"]],
  ])("%j", (words, want) => {
    expect(completeInBash(words)).toEqual(want);
  });

  test("puts the flag before the value where = does not split words", () => {
    expect(completeInBash(["--log.level=d"], " ")).toEqual(["--log.level=debug"]);
    expect(completeInBash(["--path.procfs=d"], " ")).toEqual([]);
  });

  test("the script is valid for any program name", () => {
    const script = `${bashScript("it's a-b.c")}\ncomplete -p`;
    const { status, stdout } = spawnSync("bash", ["--norc", "-euc", script], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toContain("_it_s_a_b_c_complete");
  });
});

describe.skipIf(!isPresent("zsh"))("zsh (needs zsh)", () => {
  test.each<[readonly string[], readonly string[]]>([
    [["--log.l"], ["--log.level"]],
    [["--log.level=d"], ["debug"]],
    [["--log.level", "w"], ["warn"]],
    [["--path.procfs=/pr"], ["files"]],
  ])("%j", (words, want) => {
    expect(completeInZsh(words)).toEqual(want);
  });
});

/** Splits words as readline does, and returns COMPREPLY. */
function completeInBash(words: readonly string[], breaks = " =:"): readonly string[] {
  const list = [program, ...words].map((word) => `'${word}'`).join(" ");
  const script = `COMP_WORDBREAKS='${breaks}'
${bashScript("exporter-1.x")}
COMP_WORDS=(${list})
COMP_CWORD=${words.length}
_exporter_1_x_complete
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-euc", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

/** compadd and compset work only inside the line editor, so they are replaced by what can be seen. */
function completeInZsh(words: readonly string[]): readonly string[] {
  const list = [program, ...words].map((word) => `'${word}'`).join(" ");
  const script = `compdef() { :; }
compset() { :; }
compadd() { shift; print -l -- "$@"; }
_files() { print files; }
${zshScript("exporter-1.x")}
words=(${list}); CURRENT=${words.length + 1}
_exporter_1_x_complete`;
  const { stdout, stderr } = spawnSync("zsh", ["-fc", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}
