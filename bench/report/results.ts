import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import type { Executable } from "../program/executable.ts";

export interface Results {
  /** Name of the files, without an extension. */
  readonly name: string;
  readonly programs: readonly Executable[];
  /** How it was measured: durations, rounds, sizes, collectors, notes. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly results: unknown;
  readonly svg: string;
}

/** Writes NAME.json and NAME.svg to a directory and prints their names. */
export function writeResults(folder: string, { name, programs, conditions, results, svg }: Results): void {
  mkdirSync(folder, { recursive: true });
  const record = {
    benchmark: name,
    at: new Date().toISOString(),
    machine: machine(),
    programs: programs.map((program) => ({ name: program.name, version: program.version })),
    conditions,
    results,
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync(join(folder, `${name}.svg`), svg);
  console.log(`\nwritten: ${join(folder, `${name}.json`)} and .svg`);
}

/** One line about the machine, for charts. */
export function machineLine(): string {
  const { cpus: count, model, kernel, node } = machine();
  return `${count} × ${model}, Linux ${kernel}, Node ${node}`;
}

function machine() {
  const all = cpus();
  return {
    cpus: all.length,
    model: all[0]?.model.trim() ?? "unknown",
    kernel: release(),
    memoryBytes: totalmem(),
    node: process.versions.node,
  };
}
