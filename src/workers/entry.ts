import { createWorker } from "./worker.ts";

/** Runs one task of the pool; the modules and collectors stay between tasks. */
export default createWorker();
