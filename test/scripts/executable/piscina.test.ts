import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { patchPiscina } from "../../../scripts/executable/piscina.ts";

const main = createRequire(import.meta.url).resolve("piscina");
const text = readFileSync(join(dirname(main), "worker_pool/index.js"), "utf8");

test("Piscina starts its threads in the one place that is replaced", () => {
  const patched = patchPiscina(text);
  expect(patched.match(/new node_worker_threads_1\.Worker\(/g)).toHaveLength(1);
  expect(patched).toContain('threadProgram("worker"), { ...workerOpts, eval: true })');
});

test("another text of Piscina is refused", () => {
  expect(() => patchPiscina(text.replace("filename, workerOpts", "filename, options"))).toThrow(
    "Piscina starts threads in another way",
  );
  expect(() => patchPiscina(text + text)).toThrow("Piscina starts threads in another way");
});
