import { httpRows } from "./rows/http.ts";
import { testRows } from "./support/test-rows.ts";

testRows(httpRows);
