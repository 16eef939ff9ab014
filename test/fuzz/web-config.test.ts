import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "vitest";
import { parseWebConfig } from "../../src/main/server/config/web-config.ts";
import { WebError } from "../../src/main/server/web-error.ts";
import { fuzzBudget } from "../support/fuzz-budget.ts";
import { damaged } from "../support/garbage.ts";

const FIXTURES = join(import.meta.dirname, "../main/server/fixtures");

test("whatever is in a web configuration, it is read or refused with a reason", () => {
  const samples = readdirSync(FIXTURES).map((file) => readFileSync(join(FIXTURES, file)));
  fc.assert(
    fc.property(fc.oneof(...samples.map((sample) => damaged(sample))), (bytes) => {
      try {
        parseWebConfig(bytes.toString(), "/etc/web.yml");
      } catch (error) {
        if (!(error instanceof WebError)) throw error;
      }
    }),
    fuzzBudget(1000),
  );
});
