import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The repository, in which pages are named by their relative paths. */
export const root = join(import.meta.dirname, "../..");

export const pages: readonly string[] = globSync("{*.md,.github/**/*.md,docs/**/*.md,src/**/*.md,test/**/*.md}", {
  cwd: root,
}).toSorted();

export function readPage(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Without fenced blocks and inline code. */
export function proseOf(page: string): string {
  return readPage(page).replaceAll(/```.*?```|`[^`\n]*`/gs, "");
}

/** Relative targets outside of code, as they are written. */
export function linksOf(page: string): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The file that a link of a page leads to, by its path in the repository. */
export function targetOf(page: string, link: string): string {
  const [path = ""] = link.split("#", 1);
  return path === "" ? page : relative(root, join(root, dirname(page), path));
}

/** Whether the file of a link exists, with the heading that the link names. */
export function resolves(page: string, link: string): boolean {
  const target = targetOf(page, link);
  const [, heading] = link.split("#", 2);
  return existsSync(join(root, target)) && (heading === undefined || headingsOf(target).includes(heading));
}

/** As GitHub makes anchors of headings. */
function headingsOf(page: string): string[] {
  return [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
