import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../support/clean-up.ts";

const MODULE = join(import.meta.dirname, "../../../src/main/exposition/encoder.ts");

test("the code of learned compression is loaded only where it is wanted", async () => {
  expect(await loadedBy(true)).toContain("learned-gzip/line-gzip.ts");
  const without = await loadedBy(false);
  expect(without).toContain("exposition/zlib-encoder.ts");
  expect(without).not.toContain("learned-gzip");
});

/** URLs of the modules that a process has loaded when it has made its encoder. */
async function loadedBy(learned: boolean): Promise<string> {
  const directory = temporaryDirectory();
  const script = `const { createEncoder } = await import(${JSON.stringify(MODULE)}); await createEncoder(${learned})`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, NODE_V8_COVERAGE: directory },
  });
  const [report = ""] = readdirSync(directory);
  const { result } = JSON.parse(readFileSync(join(directory, report), "utf8")) as { result: { url: string }[] };
  return result.map(({ url }) => url).join("\n");
}
