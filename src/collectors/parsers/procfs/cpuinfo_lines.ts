import { parseFloatStrict } from "../numbers.ts";
import { type Scanner } from "../scanner.ts";

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
  /** 0 when it is not printed, undefined when it cannot be read. */
  mhz: number | undefined;
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

/** A clock in MHz; some architectures print the unit behind it. */
export function clock(scanner: Scanner): number {
  const value = parseFloatStrict(scanner.restOfLine().trim().replace(/MHz$/, ""));
  if (value === undefined) throw scanner.error("not a clock rate");
  return value;
}

/** Words between any white space. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
