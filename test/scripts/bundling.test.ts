import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { builtinsWhenRun, COMMENTS } from "../../scripts/bundling.ts";
import { temporaryDirectory } from "../support/clean-up.ts";

test("a module of Node.js is loaded when the module that imports it runs", async () => {
  const code = await bundled({
    "entry.ts": `export const load = () => import("./later.ts");`,
    "later.ts": `import { type Interface, parse as read,\n  stringify } from "node:querystring";
      export const parsed: unknown = read("a=" + stringify({ b: 1 }));
      export type Lines = Interface;`,
  });
  expect(code).not.toMatch(/^import /m);
  const loaded: string[] = [];
  const getBuiltinModule = (name: string): unknown => {
    loaded.push(name);
    return process.getBuiltinModule(name);
  };
  const { load } = run(code, { getBuiltinModule });
  expect(loaded).toEqual([]);
  expect((await load()).parsed).toEqual({ a: "b=1" });
  expect(loaded).toEqual(["node:querystring"]);
});

test.each([`import http from "node:http";`, `import * as http from "node:http";`, `import "node:http";`])(
  "%s is refused: it would load the module at the start",
  async (statement) => {
    await expect(bundled({ "entry.ts": `${statement}\nexport const load = 1;` })).rejects.toThrow(
      "only names can be imported from node:http",
    );
  },
);

test("of the comments, those with terms are kept", async () => {
  const code = await bundled({
    "entry.ts": `/*! Terms. */\n/** A sentence. */\nexport const load = (): string => String("text");`,
  });
  expect(code).toContain("Terms.");
  expect(code).not.toContain("A sentence.");
});

/** The text of a bundle of these files, which starts with entry.ts. */
async function bundled(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const bundle = await rolldown({
    input: join(directory, "entry.ts"),
    platform: "node",
    external: /^node:/,
    plugins: [builtinsWhenRun],
  });
  const { output } = await bundle.generate({ format: "cjs", codeSplitting: false, comments: COMMENTS });
  await bundle.close();
  return output[0].code;
}

/** What a bundle exports, run with this as `process`. */
function run(code: string, process: unknown): { load(): Promise<{ parsed: unknown }> } {
  const exports = {};
  // oxlint-disable-next-line typescript/no-implied-eval -- what the bundle is for
  new Function("process", "exports", "require", code)(process, exports, () => ({}));
  return exports as ReturnType<typeof run>;
}
