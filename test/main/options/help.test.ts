import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { catalog } from "../../../src/collectors/generated/catalog.ts";
import { flagTable } from "../../../src/main/options/flag-table.ts";
import { helpText } from "../../../src/main/options/help.ts";
import { manualPage } from "../../../src/main/options/manual.ts";
import { parseArguments } from "../../../src/main/options/parse.ts";
import { collectors } from "./collectors.ts";

const flags = flagTable(collectors);
const visible = flags.filter(({ hidden }) => hidden !== true);

async function print(argv: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const parsed = await parseArguments(argv, env, "prog", collectors);
  if (parsed.kind !== "print") throw new Error(`printed nothing: ${JSON.stringify(parsed)}`);
  return parsed.text;
}

/** The rows of one group. */
function group(text: string, heading: string): string {
  const start = text.indexOf(`\n${heading}\n`) + heading.length + 2;
  const end = text.indexOf("\n\n", start);
  return text.slice(start, end === -1 ? undefined : end + 1);
}

describe("--help", () => {
  test("has a group a collector with switches, defaults and environment", async () => {
    const text = await print(["--help"], { COLUMNS: "90" });
    expect(group(text, "alpha: First of two.")).toBe(
      `      --[no-]collector.alpha  Enable the alpha collector (default: enabled).
      --collector.alpha.include=COLLECTOR.ALPHA.INCLUDE
                              Names to read.
      --collector.alpha.exclude="^(ram|loop)\\d+$"
                              Names to leave out.
      --[no-]collector.alpha.camelCase
                              Read more.
      --[no-]collector.alpha.link
                              Follow links.
      --collector.alpha.timeout=5s
                              Time to wait.
      --collector.alpha.folder="" ...
                              Folder to read.
`,
    );
    expect(group(text, "beta: Second of two.").split("\n").slice(0, 4)).toEqual([
      "      --[no-]collector.beta   Enable the beta collector (default: disabled). Deprecated:",
      "                              use alpha",
      '      --collector.beta.url="http://localhost/"',
      "                              Server. ($BETA_URL)",
    ]);
  });

  test("starts with the usage and the help flag", async () => {
    const lines = (await print(["-h"])).split("\n");
    expect(lines[0]).toBe("usage: prog [<flags>]");
    expect(lines[lines.indexOf("General") + 1]).toBe("  -h, --help                  Print this help.");
  });

  test.each([40, 80, 200])("folds to %i columns", async (width) => {
    const text = await print(["--help"], { COLUMNS: String(width) });
    const explanations = text.split("\n").filter((line) => /^ {30}\S+ \S/.test(line));
    expect(explanations.length).toBeGreaterThan(5);
    for (const line of explanations) expect(line.length).toBeLessThanOrEqual(Math.max(width, 30 + 20));
  });

  test("leaves out hidden flags, which the long help has", async () => {
    expect(await print(["--help"])).not.toContain("collector.alpha.workers=4");
    expect(await print(["--help"])).not.toContain("completion-script");
    expect(await print(["--help-long"])).toContain("--collector.alpha.workers=4");
  });

  test("names every flag of the real collectors once", async () => {
    const real = flagTable(catalog);
    const lines = (await helpText("prog", real, 80)).split("\n").map((line) => line.trim());
    for (const { name, type } of real) {
      const switchOf = new RegExp(`^(-h, )?--(\\[no-\\])?${name.replaceAll(".", "\\.")}(=|$| )`);
      expect([name, type, lines.filter((line) => switchOf.test(line)).length]).toEqual([name, type, 1]);
    }
  });
});

describe("--help-man", () => {
  test("escapes what troff would take for its own", () => {
    const page = manualPage("prog", visible);
    expect(page).toContain(
      '.B "\\-\\-collector.alpha.exclude=\\:\\(dq\\(ha(ram|\\:loop)\\(rsd+$\\(dq"\nNames to leave out.\n',
    );
    expect(page).not.toContain("workers=4");
  });

  const groff = spawnSync("groff", ["--version"]).status === 0;
  test.skipIf(!groff)("is formatted without a complaint (needs groff)", () => {
    const page = manualPage("prog", flagTable(catalog));
    const { stdout, stderr } = spawnSync("groff", ["-man", "-Tutf8", "-P-cbou", "-rLL=300n"], {
      input: page,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout).toContain('--path.procfs="/proc"');
    expect(stdout).toContain("prog lint-textfile FILE...");
  });
});

test("--version has the form that scripts look for", async () => {
  const text = await print(["--version"]);
  expect(text).toMatch(/^node-exporter-ts, version \d+\.\d+\.\d+\S* \(branch: \S*, revision: \S+\)\n/);
  expect(text).toMatch(/\n {2}platform: {9}linux\/\S+\n$/);
});
