import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { linksOf, pages, readPage, resolves, root, targetOf } from "./pages.ts";

test("relative links lead somewhere", () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !resolves(page, link))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("docs/README.md links to every other page of docs", () => {
  const linked = new Set(linksOf("docs/README.md").map((link) => targetOf("docs/README.md", link)));
  const missing = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md" && !linked.has(page));
  expect(missing).toEqual([]);
});

test("every page names only scripts that package.json has", () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readPage("package.json"));
  const unknown = pages.flatMap((page) =>
    [...readPage(page).matchAll(/npm run (?:-s )?([\w:]+)/g)]
      .filter(([, name = ""]) => scripts[name] === undefined)
      .map(([command]) => `${page}: ${command}`),
  );
  expect(unknown).toEqual([]);
});

test("files and directories of the repository that a page names exist", () => {
  const missing = pages.flatMap((page) =>
    pathsOf(page)
      .filter(
        (path) =>
          !["", "src", "src/main", "test", "test/collectors", dirname(page)].some((base) =>
            existsSync(join(root, base, path)),
          ),
      )
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

/** Paths in inline code, except those with a placeholder. */
function pathsOf(page: string): string[] {
  const text = readPage(page).replaceAll(/```.*?```/gs, "");
  return [...text.matchAll(/`([^`\n ]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code) => /^(src|test|scripts|bench|docs|deploy|main|workers|collectors)\/|\.ts$/.test(code))
    .filter((code) => code.includes("/") && !/NAME|[*{]/.test(code));
}
