import { lifeRows } from "./rows/life.ts";
import { testRows } from "./support/test-rows.ts";

testRows(lifeRows);
