import { areas } from "../matrix.ts";
import { testRows } from "../support/test-rows.ts";

testRows(areas.proc);
