import type { Row } from "./row.ts";
import { filesystemRows } from "./rows/filesystem.ts";
import { httpRows } from "./rows/http.ts";
import { lifeRows } from "./rows/life.ts";
import { textfileRows } from "./rows/textfile.ts";
import { workerRows } from "./rows/worker.ts";

/** Every row, in the order of the report. */
export const rows: readonly Row[] = [...filesystemRows, ...textfileRows, ...httpRows, ...workerRows, ...lifeRows];
