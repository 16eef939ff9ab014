/** Runs one row in the namespaces that were made for it; arguments: its id and the file for the verdict. */
import { writeFileSync } from "node:fs";
import { rows } from "./matrix.ts";
import { runHere } from "./row.ts";
import { cleanUpNow } from "../support/clean-up.ts";
import { furnishNetwork } from "./support/namespaces.ts";

const [, , id, output = ""] = process.argv;
const row = rows.find((each) => each.id === id);
if (row?.run === undefined) throw new Error(`no row ${id} to run`);
if (row.namespaces === "mounts and network") furnishNetwork();
writeFileSync(output, JSON.stringify(await runHere(row.run)));
await cleanUpNow();
// Whatever hangs on is ended with the namespace.
process.exit();
