import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const pages = globSync("{*.md,docs/**/*.md}", { cwd: root }).toSorted();

test("relative links lead somewhere", () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !resolves(page, link))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("docs/differences.md links to every page of a collector", () => {
  const linked = new Set(linksOf("docs/differences.md").map((link) => join("docs", link)));
  expect(pages.filter((page) => page.startsWith("docs/differences/") && !linked.has(page))).toEqual([]);
});

test.each(["README.md", "CONTRIBUTING.md"])("%s names only scripts that package.json has", (page) => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [...read(page).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Relative targets, outside of code. */
function linksOf(page: string): string[] {
  const text = read(page).replaceAll(/```.*?```|`[^`\n]*`/gs, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function resolves(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#", 2);
  const target = path === "" ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, target))) return false;
  return heading === undefined || headingsOf(target).includes(heading);
}

/** As GitHub makes anchors of headings. */
function headingsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
