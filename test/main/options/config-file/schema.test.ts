import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { catalog } from "../../../../src/collectors/generated/catalog.ts";
import { type KeyNode, keyTree } from "../../../../src/main/options/config-file/key-tree.ts";
import type { Flag } from "../../../../src/main/options/flag.ts";
import { flagTable } from "../../../../src/main/options/flag-table.ts";
import { configFile, parse } from "./reading.ts";

const SCHEMA = join(import.meta.dirname, "../../../../docs/reference/config.schema.json");
const ENV = { LISTEN_FDS: "1", LISTEN_PID: String(process.pid) };
const ROOT = keyTree(flagTable(catalog));

const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")) as object);

/** What no flag takes for its meaning, so that only types decide; texts are too many for that. */
const OTHERS: readonly unknown[] = [null, 0, 7, -1, 1.5, true, [], [1], ["x", null], {}, { x: 1 }];

/** What a flag takes whatever it means, and what it does not. */
function valueFor(flag: Flag): fc.Arbitrary<unknown> {
  const good = flag.type === "bool" ? fc.boolean() : fc.constant(flag.default);
  const isChosen = flag.type === "string" && flag.choices !== undefined;
  const text =
    isChosen || flag.type === "duration" || flag.type === "bool" || flag.type === "int" ? ["5x", "loud"] : [];
  return fc.oneof({ weight: 200, arbitrary: good }, fc.constantFrom(...OTHERS, ...text));
}

function nodeFor(node: KeyNode): fc.Arbitrary<unknown> {
  if (node.kind === "flag") return valueFor(node.flag);
  if (node.kind === "switches") return switchesFor([...node.collectors.keys()]);
  const entries = [...node.keys].map(([key, child]) => fc.tuple(fc.constant(key), nodeFor(child)));
  const stray = fc.tuple(fc.constantFrom("x", "levle", "collector.cpu"), fc.constantFrom(...OTHERS));
  const some = fc.subarray(entries, { maxLength: Math.min(4, entries.length) }).chain((chosen) => fc.tuple(...chosen));
  const map = fc
    .tuple(some, fc.oneof({ weight: 40, arbitrary: fc.constant(null) }, stray))
    .map(([pairs, more]) => Object.fromEntries([...pairs, ...(more === null ? [] : [more])]));
  return fc.oneof({ weight: 200, arbitrary: map }, fc.constantFrom(...OTHERS));
}

/** The schema does not see that a collector is in both lists, so that each has names of its own here. */
function switchesFor(names: readonly string[]): fc.Arbitrary<unknown> {
  const half = names.length / 2;
  const list = (of: readonly string[]) =>
    fc.oneof(
      { weight: 150, arbitrary: fc.subarray([...of], { maxLength: 3 }) },
      fc.constantFrom(["nonsense"], [of[0], of[0]], "x", ...OTHERS),
    );
  return fc.record(
    {
      "disable-defaults": fc.oneof({ weight: 150, arbitrary: fc.boolean() }, fc.constantFrom(...OTHERS)),
      enabled: list(names.slice(0, half)),
      disabled: list(names.slice(half)),
    },
    { requiredKeys: [] },
  );
}

test("the schema accepts what the program accepts, and nothing else", async () => {
  const file = configFile();
  // Always the same documents: that there are enough of either kind is no matter of luck.
  const verdicts = { good: 0, bad: 0 };
  await fc.assert(
    fc.asyncProperty(nodeFor(ROOT), async (document) => {
      file.write(stringify(document, { version: "1.2" }));
      const parsed = await parse([file.flag], ENV);
      const isGood = validate(document);
      verdicts[isGood ? "good" : "bad"]++;
      const got = parsed.kind === "error" ? parsed.problems : [];
      expect({ document, isGood: got.length === 0, got, errors: validate.errors }).toMatchObject({ isGood });
    }),
    { numRuns: 150, seed: 1 },
  );
  expect(verdicts.good).toBeGreaterThan(3);
  expect(verdicts.bad).toBeGreaterThan(3);
});

test("every group may be empty, as check-config prints those without settings", async () => {
  const file = configFile();
  const groups = (node: KeyNode): unknown[] =>
    node.kind === "map"
      ? [null, ...[...node.keys].flatMap(([key, child]) => groups(child).map((group) => ({ [key]: group })))]
      : [];
  for (const document of groups(ROOT)) {
    file.write(stringify(document, { version: "1.2" }));
    const parsed = await parse([file.flag], ENV);
    expect(parsed.kind, JSON.stringify(document)).toBe("run");
    expect(validate(document), JSON.stringify(document)).toBe(true);
  }
});

test("every key has an explanation in the schema", () => {
  const keys = (node: KeyNode, path: string): string[] =>
    node.kind === "map" ? [...node.keys].flatMap(([key, child]) => keys(child, `${path}/properties/${key}`)) : [path];
  const schema: unknown = JSON.parse(readFileSync(SCHEMA, "utf8"));
  const at = (path: string): unknown =>
    path
      .split("/")
      .slice(1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], schema);
  for (const path of keys(ROOT, "")) expect(at(path), path).toHaveProperty("description");
});
