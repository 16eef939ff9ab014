import { textfileRows } from "./rows/textfile.ts";
import { testRows } from "./support/test-rows.ts";

testRows(textfileRows);
