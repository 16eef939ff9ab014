import { rows } from "./matrix.ts";
import { testRows } from "./support/test-rows.ts";

testRows(rows);
