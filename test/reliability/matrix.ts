import type { Row } from "./row.ts";
import { alertRows } from "./rows/alerts.ts";
import { filesystemRows } from "./rows/filesystem.ts";
import { httpRows } from "./rows/http.ts";
import { laneRows } from "./rows/lanes.ts";
import { lifeRows } from "./rows/life.ts";
import { procRows } from "./rows/proc.ts";
import { reloadRows } from "./rows/reloads.ts";
import { suiteRows } from "./rows/suite.ts";
import { sysfsRows } from "./rows/sysfs.ts";
import { textfileRows } from "./rows/textfile.ts";
import { workerRows } from "./rows/worker.ts";

/** In the order of the report. */
export const areas = {
  filesystem: filesystemRows,
  sysfs: sysfsRows,
  proc: procRows,
  textfile: textfileRows,
  http: httpRows,
  suite: suiteRows,
  worker: workerRows,
  lane: laneRows,
  reload: reloadRows,
  life: lifeRows,
  alert: alertRows,
} as const satisfies Readonly<Record<string, readonly Row[]>>;

/** Every row. */
export const rows: readonly Row[] = Object.values(areas).flat();
