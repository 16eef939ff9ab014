import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readPage, root } from "./pages.ts";

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test("the workflow runs the same script as everybody else", () => {
  const { jobs }: Workflow = parse(readPage(".github/workflows/ci.yml"));
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run));
  expect(commands.filter((command) => command !== undefined)).toEqual([".ci/run"]);
  expect(statSync(join(root, ".ci/run")).mode & 0o111).not.toBe(0);
});

test.each(globSync(".github/ISSUE_TEMPLATE/*.md", { cwd: root }))("%s says what it is for", (path) => {
  const [, head = ""] = /^---\n(.*?)\n---\n/s.exec(readPage(path)) ?? [];
  expect(parse(head)).toMatchObject({ name: expect.any(String), about: expect.any(String) });
});

test("every path of CODEOWNERS exists", () => {
  const paths = [...readPage(".github/CODEOWNERS").matchAll(/^\/(\S+)/gm)].map(([, path = ""]) => path);
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) expect(statSync(join(root, path), { throwIfNoEntry: false }), path).toBeDefined();
});
