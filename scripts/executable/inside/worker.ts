// Not among the exports of the package.
import "../../../node_modules/piscina/dist/worker.js";
import { report } from "./report.ts";

export { default } from "../../../src/workers/entry.ts";

report("debug", `code cache of the worker: ${codeCache}`);
