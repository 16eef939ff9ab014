import { workerRows } from "./rows/worker.ts";
import { testRows } from "./support/test-rows.ts";

testRows(workerRows);
