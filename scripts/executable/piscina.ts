/** Piscina starts its threads from a file, which the executable has not. */
import type { Plugin } from "rolldown";

/** The module with the statement, once. */
const MODULE = /\/piscina\/dist\/worker_pool\/index\.js$/;
const STATEMENT = "this.worker = new node_worker_threads_1.Worker(filename, workerOpts);";
const REPLACEMENT =
  'this.worker = new node_worker_threads_1.Worker(require("executable:programs").threadProgram("worker"), { ...workerOpts, eval: true });';

/** Throws when Piscina's text is not the one that this was written for. */
export function patchPiscina(text: string): string {
  const parts = text.split(STATEMENT);
  if (parts.length !== 2) throw new Error("Piscina starts threads in another way: see scripts/executable/piscina.ts");
  return parts.join(REPLACEMENT);
}

export const piscinaFromAsset: Plugin = {
  name: "piscina",
  transform: (code, id) => (MODULE.test(id) ? patchPiscina(code) : null),
};
