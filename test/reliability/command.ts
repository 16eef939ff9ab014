/**
 * `npm run reliability [-- --only ID,ID] [--soak MINUTES]`: runs the matrix against the built program, as root for all of it.
 */
import { runMatrix } from "./run-matrix.ts";

process.exitCode = await runMatrix(process.argv.slice(2));
