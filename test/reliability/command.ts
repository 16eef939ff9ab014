/**
 * `npm run reliability [-- --only ID,ID] [--soak MINUTES]`: runs the matrix against the built program, as root for all of it.
 */
import { readArguments } from "../../scripts/arguments.ts";
import { runMatrix } from "./run-matrix.ts";

const { values } = readArguments({
  call: "npm run reliability --",
  summary:
    "runs rows (ids or letters of areas, separated by commas) of the matrix of faults, or a soak of so many minutes",
  options: { only: "", program: "", soak: 0, write: false },
});
process.exitCode = await runMatrix(values);
