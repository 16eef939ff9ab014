import { Scanner, textUntil } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";
import { clock, emptyCpu, words, type CpuInfo, type CpuinfoFile } from "./cpuinfo_lines.ts";

/**
 * Parses /proc/cpuinfo of IBM Z (arch/s390/kernel/processor.c): what all CPUs share comes first, then one line
 * `processor N: …` a CPU, then one block a CPU in the same order, which starts with `cpu number`.
 */
export function parseCpuinfoS390x(bytes: Buffer, path: string, skip: Skip = allOrNone): CpuinfoFile {
  const scanner = new Scanner(bytes, path);
  const state: State = { cpus: [], flags: [], bugs: [], vendorId: "", block: -1 };
  readLines(scanner, skip, () => {
    const key = (textUntil(scanner, ":") ?? "").trim();
    scanner.accept(" ");
    applyLine(scanner, state, key);
  });
  if (state.cpus.length === 0) throw scanner.error("no CPU");
  return state;
}

interface State {
  readonly cpus: CpuInfo[];
  flags: readonly string[];
  readonly bugs: readonly string[];
  vendorId: string;
  /** Index of the CPU that the current block is about; -1 before the first block. */
  block: number;
}

function applyLine(scanner: Scanner, state: State, key: string): void {
  const processor = /^processor\s+(\d{1,9})$/.exec(key);
  if (processor !== null) state.cpus.push({ ...emptyCpu(Number(processor[1])), vendorId: state.vendorId });
  if (key === "cpu number") state.block++;
  const cpu = state.cpus[state.block];
  if (key === "vendor_id") state.vendorId = scanner.restOfLine();
  else if (key === "features") state.flags = words(scanner.restOfLine());
  else if (cpu !== undefined && key === "physical id") cpu.physicalId = scanner.restOfLine();
  else if (cpu !== undefined && key === "core id") cpu.coreId = scanner.restOfLine();
  else if (cpu !== undefined && key === "cpu MHz dynamic") {
    cpu.mhz = undefined;
    cpu.mhz = clock(scanner);
  }
}
