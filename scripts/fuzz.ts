/**
 * `npm run fuzz [-- --seed N] [--seconds N] [--only NAME]`: tries every parser, every collector on damaged files, HTTP
 * and the web configuration for longer than `npm test` does. A failure prints the seed, the path and the input.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "./arguments.ts";

const root = join(import.meta.dirname, "..");
/** Test files that run at the same time. */
const WORKERS = 2;

const { values } = readArguments({
  call: "npm run fuzz --",
  summary: "tries every parser, collector and server on damaged inputs for so many seconds",
  options: { seed: "", seconds: 120, only: "" },
});
const seed = values.seed || String(Date.now() % 2 ** 31);
const files = fuzzedFiles().filter(({ path }) => path.includes(values.only));
const properties = files.reduce((sum, file) => sum + file.properties, 0);
const milliseconds = Math.ceil((values.seconds * 1000 * WORKERS) / Math.max(properties, 1));

console.log(`seed ${seed}, ${properties} properties in ${files.length} files, ${milliseconds} ms each`);
const words = ["run", "--reporter=dot", `--testTimeout=${milliseconds * 50 + 60_000}`, `--maxWorkers=${WORKERS}`];
const { status } = spawnSync(join(root, "node_modules/.bin/vitest"), [...words, ...files.map(({ path }) => path)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, FUZZ_SEED: seed, FUZZ_MILLISECONDS: String(milliseconds) },
});
if (status !== 0) console.log(`again: npm run fuzz -- --seed ${seed} --seconds ${values.seconds}`);
process.exitCode = status === 0 && files.length > 0 ? 0 : 1;

/** Tests that damage inputs, with the number of their properties. */
function fuzzedFiles(): { path: string; properties: number }[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => ({ path: `test/${path}`, properties: countProperties(join(root, "test", path)) }))
    .filter(({ properties }) => properties > 0);
}

function countProperties(path: string): number {
  // There is one test for every collector.
  const repeated = path.endsWith("fuzz/collectors.test.ts") ? 50 : 1;
  return (readFileSync(path, "utf8").match(/parserSurvivesGarbage\(|fuzzBudget\(/g) ?? []).length * repeated;
}
