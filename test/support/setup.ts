/** Loaded by Vitest before every test file: what helpers have made ends with its test, or with the file. */
import { afterAll, afterEach, beforeEach } from "vitest";
import { cleanUpNow, pendingCleanUps } from "./clean-up.ts";

let before = 0;

beforeEach(() => {
  before = pendingCleanUps();
});
afterEach(() => cleanUpNow(before));
afterAll(() => cleanUpNow());
