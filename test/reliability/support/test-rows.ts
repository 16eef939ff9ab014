import { expect, test } from "vitest";
import { type Row, runHere } from "../row.ts";

/** Makes a test of each row that needs neither rights nor a long time. */
export function testRows(rows: readonly Row[]): void {
  for (const { id, what, run, only } of rows) {
    if (run === undefined || only !== undefined) continue;
    test(`${id} ${what}`, { timeout: 120_000 }, async ({ skip }) => {
      const { verdict, text } = await runHere(run);
      if (verdict === "not possible here") skip(text);
      expect(verdict, text).toBe("passed");
    });
  }
}
