import { parseFloatStrict, type Scanner } from "../scanner.ts";

/** One CPU of /proc/cpuinfo, in the kernel's words; text that the architecture does not print is empty. */
export interface CpuInfo {
  processor: number;
  vendorId: string;
  cpuFamily: string;
  model: string;
  modelName: string;
  stepping: string;
  microcode: string;
  cacheSize: string;
  physicalId: string;
  coreId: string;
  /** 0 when it is not printed. */
  mhz: number;
}

export interface CpuinfoFile {
  readonly cpus: readonly Readonly<CpuInfo>[];
  /** Flags (features) and bugs of the first CPU. */
  readonly flags: readonly string[];
  readonly bugs: readonly string[];
}

/** A CPU of which nothing is known but its number. */
export function emptyCpu(processor: number): CpuInfo {
  return {
    processor,
    vendorId: "",
    cpuFamily: "",
    model: "",
    modelName: "",
    stepping: "",
    microcode: "",
    cacheSize: "",
    physicalId: "",
    coreId: "",
    mhz: 0,
  };
}

/** Moves to the first line that holds anything. */
export function skipEmptyLines(scanner: Scanner): void {
  while (!scanner.atEnd() && scanner.atLineEnd()) scanner.nextLine();
}

/** Throws unless the line at the scanner starts like this and has a colon; moves nowhere. */
export function checkFirstLine(scanner: Scanner, first: RegExp): void {
  const start = scanner.at;
  const line = scanner.line();
  scanner.at = start;
  if (!first.test(line) || !line.includes(":")) throw scanner.error("unexpected first line");
}

/** A clock in MHz; some architectures print the unit behind it. */
export function clock(scanner: Scanner, start: number): number {
  const value = parseFloatStrict(scanner.line().trim().replace(/MHz$/, ""));
  if (value !== undefined) return value;
  scanner.at = start;
  throw scanner.error("not a clock rate");
}

/** Words between any white space. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
