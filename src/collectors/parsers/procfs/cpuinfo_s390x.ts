import { Scanner } from "../scanner.ts";
import {
  checkFirstLine,
  clock,
  emptyCpu,
  skipEmptyLines,
  words,
  type CpuInfo,
  type CpuinfoFile,
} from "./cpuinfo_lines.ts";

/**
 * Parses /proc/cpuinfo of IBM Z (arch/s390/kernel/processor.c): what all CPUs share comes first, then one line
 * `processor N: …` a CPU, then one block a CPU in the same order, which starts with `cpu number`.
 */
export function parseCpuinfoS390x(bytes: Buffer, path: string): CpuinfoFile {
  const scanner = new Scanner(bytes, path);
  const state: State = { cpus: [], flags: [], bugs: [], vendorId: "", block: -1 };
  skipEmptyLines(scanner);
  checkFirstLine(scanner, /^vendor_id/);
  while (!scanner.atEnd()) {
    const start = scanner.at;
    const key = (scanner.until(":") ?? "").trim();
    scanner.accept(" ");
    applyLine(scanner, state, key, start);
  }
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

function applyLine(scanner: Scanner, state: State, key: string, start: number): void {
  const processor = /^processor\s+(\d{1,9})$/.exec(key);
  if (processor !== null) state.cpus.push({ ...emptyCpu(Number(processor[1])), vendorId: state.vendorId });
  if (key === "cpu number") state.block++;
  const cpu = state.cpus[state.block];
  if (key === "vendor_id") state.vendorId = scanner.line();
  else if (key === "features") state.flags = words(scanner.line());
  else if (cpu !== undefined && key === "physical id") cpu.physicalId = scanner.line();
  else if (cpu !== undefined && key === "core id") cpu.coreId = scanner.line();
  else if (cpu !== undefined && key === "cpu MHz dynamic") cpu.mhz = clock(scanner, start);
  else scanner.nextLine();
}
