import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { error, flag, run } from "./parsing.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";

describe("argument files", () => {
  test("give one argument a line and skip blank lines and comments", async () => {
    const path = argumentFile(
      "# comment\n\n  \n--collector.alpha.include\r\na b 'c'\n--collector.alpha.folder=x # y\n",
    );
    const { flags } = (await run([`@${path}`, "--collector.beta"])).collectors;
    expect(flags["collector.alpha.include"]).toBe("a b 'c'");
    expect(flags["collector.alpha.folder"]).toEqual(["x # y"]);
  });

  test("may have a carriage return at the end of every line, the last one included", async () => {
    const path = argumentFile("--collector.alpha.include\r\nx\r");
    expect(await flag("alpha.include", [`@${path}`])).toBe("x");
    expect(await flag("alpha.include", ["--collector.alpha.include", `@${argumentFile("x\r\r")}`])).toBe("x\r");
  });

  test("can stand in the place of a value", async () => {
    expect(await flag("alpha.include", ["--collector.alpha.include", `@${argumentFile("x\n")}`])).toBe("x");
  });

  test("can name other files but not themselves", async () => {
    const inner = argumentFile("--collector.alpha.include=x");
    expect(await flag("alpha.include", [`@${argumentFile(`@${inner}`)}`])).toBe("x");
    expect(await error([`@${argumentFile("@SELF")}`])).toMatch(/more than 1000 files of arguments$/);
  });
});

function argumentFile(content: string): string {
  const folder = temporaryDirectory();
  const path = join(folder, "arguments");
  writeFileSync(path, content.replaceAll("SELF", path));
  return path;
}
