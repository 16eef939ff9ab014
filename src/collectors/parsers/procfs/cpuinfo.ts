import { ParseError } from "../../kit/errors.ts";
import { parseUint } from "../numbers.ts";
import { Scanner, textUntil } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";
import { clock, emptyCpu, words, type CpuInfo, type CpuinfoFile } from "./cpuinfo_lines.ts";
import { parseCpuinfoS390x } from "./cpuinfo_s390x.ts";

type TextField = Exclude<keyof CpuInfo, "processor" | "mhz">;

/** The meaning of a line that is not text of the current CPU. */
type Meaning =
  | "processor"
  | "mhz"
  | "flagsOfFirst"
  | "bugsOfFirst"
  | "flagsOfAll"
  | "vendorOfAll"
  | "modelNameOfAll"
  | "atLeastOne";

/** How an architecture words the file: its keys. */
interface Dialect {
  readonly keys: Readonly<Record<string, Meaning>>;
  /** Keys of texts of the current CPU. */
  readonly texts: Readonly<Record<string, TextField>>;
}

/** arch/x86/kernel/cpu/proc.c */
const X86: Dialect = {
  keys: { processor: "processor", "cpu MHz": "mhz", flags: "flagsOfFirst", bugs: "bugsOfFirst" },
  texts: {
    vendor_id: "vendorId",
    vendor: "vendorId",
    "cpu family": "cpuFamily",
    model: "model",
    "model name": "modelName",
    stepping: "stepping",
    microcode: "microcode",
    "cache size": "cacheSize",
    "physical id": "physicalId",
    "core id": "coreId",
  },
};

/** arch/arm/kernel/setup.c (where "Processor" names the model before Linux 3.8) and arch/arm64/kernel/cpuinfo.c */
const ARM: Dialect = {
  keys: { Processor: "modelNameOfAll", processor: "processor", BogoMIPS: "atLeastOne", Features: "flagsOfAll" },
  texts: { "model name": "modelName" },
};

/** arch/powerpc/kernel/setup-common.c */
const PPC: Dialect = {
  keys: { processor: "processor", clock: "mhz" },
  texts: { cpu: "vendorId" },
};

/** arch/riscv/kernel/cpu.c */
const RISCV: Dialect = {
  keys: { processor: "processor" },
  texts: { hart: "coreId", isa: "modelName" },
};

/** arch/mips/kernel/proc.c */
const MIPS: Dialect = {
  keys: { "system type": "vendorOfAll", processor: "processor" },
  texts: { "cpu model": "modelName" },
};

/** arch/loongarch/kernel/proc.c */
const LOONGARCH: Dialect = {
  keys: { "system type": "vendorOfAll", processor: "processor" },
  texts: { "CPU Family": "cpuFamily", "Model Name": "modelName" },
};

/** By the names of `process.arch`. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  x64: X86,
  ia32: X86,
  arm: ARM,
  arm64: ARM,
  ppc64: PPC,
  riscv64: RISCV,
  mips: MIPS,
  mipsel: MIPS,
  loong64: LOONGARCH,
};

/** Returns the parser of /proc/cpuinfo for an architecture, named as `process.arch` does. */
export function cpuinfoParser(architecture: string): (bytes: Buffer, path: string, skip?: Skip) => CpuinfoFile {
  if (architecture === "s390x") return parseCpuinfoS390x;
  const dialect = DIALECTS[architecture];
  if (dialect !== undefined) return (bytes, path, skip = allOrNone) => parseDialect(bytes, path, dialect, skip);
  return (_, path) => {
    throw new ParseError(`${path}: its format on ${architecture} is not known`);
  };
}

interface State {
  readonly cpus: CpuInfo[];
  flags: readonly string[];
  bugs: readonly string[];
  /** What each CPU starts with. */
  common: CpuInfo;
  /** The CPU that lines are about; undefined before the first, and where its number cannot be read. */
  current: CpuInfo | undefined;
}

function parseDialect(bytes: Buffer, path: string, dialect: Dialect, skip: Skip): CpuinfoFile {
  const scanner = new Scanner(bytes, path);
  const state: State = { cpus: [], flags: [], bugs: [], common: emptyCpu(0), current: undefined };
  readLines(scanner, skip, () => {
    const key = (textUntil(scanner, ":") ?? "").trim();
    scanner.accept(" ");
    const text = own(dialect.texts, key);
    const meaning = own(dialect.keys, key);
    if (text !== undefined) currentCpu(scanner, state)[text] = scanner.restOfLine();
    else if (meaning !== undefined) applyLine(scanner, state, meaning);
    return text !== undefined || meaning !== undefined;
  });
  if (state.cpus.length === 0) throw scanner.error("no CPU");
  return state;
}

/** Keys come from the file: one such as `constructor` must not reach the prototype. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function applyLine(scanner: Scanner, state: State, meaning: Meaning): void {
  switch (meaning) {
    case "processor":
      state.current = undefined;
      state.current = { ...state.common, processor: wholeNumber(scanner) };
      state.cpus.push(state.current);
      break;
    case "mhz":
      currentCpu(scanner, state).mhz = undefined;
      currentCpu(scanner, state).mhz = clock(scanner);
      break;
    case "flagsOfFirst":
      if (state.cpus.length === 1) state.flags = words(scanner.restOfLine());
      break;
    case "bugsOfFirst":
      if (state.cpus.length === 1) state.bugs = words(scanner.restOfLine());
      break;
    case "flagsOfAll":
      state.flags = words(scanner.restOfLine());
      break;
    case "vendorOfAll":
      state.common = { ...state.common, vendorId: scanner.restOfLine() };
      break;
    case "modelNameOfAll":
      state.common = { ...state.common, modelName: scanner.restOfLine() };
      break;
    case "atLeastOne":
      // A single-processor kernel for ARM prints no line per CPU.
      if (state.cpus.length === 0) state.cpus.push((state.current = { ...state.common }));
      break;
  }
}

function currentCpu(scanner: Scanner, { current }: State): CpuInfo {
  if (current === undefined) throw scanner.error("a line of a CPU without its number");
  return current;
}

function wholeNumber(scanner: Scanner): number {
  const value = parseUint(scanner.restOfLine().trim());
  if (value === undefined) throw scanner.error("not a number");
  return value;
}
