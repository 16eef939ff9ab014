import { procRows } from "./rows/proc.ts";
import { testRows } from "./support/test-rows.ts";

testRows(procRows);
