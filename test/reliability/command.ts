/**
 * `npm run reliability [-- --only ID,ID] [--minutes N]`: runs the matrix against the built program, as root for all of it.
 */
import { readArguments } from "../../scripts/arguments.ts";
import { runMatrix } from "./run-matrix.ts";

const { values } = readArguments({
  call: "npm run reliability --",
  summary:
    "runs rows (ids or letters of areas, separated by commas) of the matrix of faults; the soak, L16, for so many minutes",
  options: { only: "", program: "", minutes: 0.5, write: false },
});
process.exitCode = await runMatrix(values);
