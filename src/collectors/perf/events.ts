/** An event of perf_event_open(2), named as the flags name it, with the end of its family's name and its HELP text. */
export interface PerfEvent {
  readonly name: string;
  readonly type: number;
  readonly config: bigint;
  readonly family: string;
  readonly help: string;
}

const TYPE_HARDWARE = 0;
const TYPE_SOFTWARE = 1;
const TYPE_TRACEPOINT = 2;
const TYPE_CACHE = 3;

/** Numbers of enum perf_hw_id (include/uapi/linux/perf_event.h). */
export const HARDWARE_EVENTS: readonly PerfEvent[] = [
  hardware("CpuCycles", 0, "cpucycles_total", "Processor cycles; their length follows the frequency."),
  hardware("CpuInstr", 1, "instructions_total", "Instructions that were carried out."),
  hardware("CacheRef", 2, "cache_refs_total", "Accesses to the last level of cache, as a rule."),
  hardware(
    "CacheMisses",
    3,
    "cache_misses_total",
    "Accesses that the last level of cache could not answer, as a rule.",
  ),
  hardware("BranchInstr", 4, "branch_instructions_total", "Branches that were carried out."),
  hardware("BranchMisses", 5, "branch_misses_total", "Branches that were predicted wrongly."),
  hardware("StalledCyclesFrontend", 7, "stalled_cycles_frontend_total", "Cycles without an instruction to start."),
  hardware("StalledCyclesBackend", 8, "stalled_cycles_backend_total", "Cycles in which no instruction could end."),
  hardware("RefCpuCycles", 9, "ref_cpucycles_total", "Processor cycles of constant length."),
];

/** Numbers of enum perf_sw_ids. */
export const SOFTWARE_EVENTS: readonly PerfEvent[] = [
  software("PageFault", 2, "page_faults_total", "Page faults."),
  software("ContextSwitch", 3, "context_switches_total", "Switches from one task to another."),
  software("CpuMigration", 4, "cpu_migrations_total", "Tasks that came from another CPU."),
  software("MinorFault", 5, "minor_faults_total", "Page faults that needed no reading from a disk."),
  software("MajorFault", 6, "major_faults_total", "Page faults that waited for a disk."),
];

const L1_DATA = 0;
const L1_INSTRUCTIONS = 1;
const LAST_LEVEL = 2;
const DATA_TLB = 3;
const INSTRUCTION_TLB = 4;
const BRANCH_UNIT = 5;
const READ = 0;
const WRITE = 1;
const HIT = 0;
const MISS = 1;

/** Which cache, what was done, and how it ended (enum perf_hw_cache_id and the two that follow). */
export const CACHE_EVENTS: readonly PerfEvent[] = [
  cache("L1DataReadHit", L1_DATA, READ, HIT, "l1d_read_hits_total"),
  cache("L1DataReadMiss", L1_DATA, READ, MISS, "l1d_read_misses_total"),
  cache("L1DataWriteHit", L1_DATA, WRITE, HIT, "l1d_write_hits_total"),
  cache("L1InstrReadMiss", L1_INSTRUCTIONS, READ, MISS, "l1_instr_read_misses_total"),
  cache("LLReadHit", LAST_LEVEL, READ, HIT, "ll_read_hits_total"),
  cache("LLReadMiss", LAST_LEVEL, READ, MISS, "ll_read_misses_total"),
  cache("LLWriteHit", LAST_LEVEL, WRITE, HIT, "ll_write_hits_total"),
  cache("LLWriteMiss", LAST_LEVEL, WRITE, MISS, "ll_write_misses_total"),
  cache("InstrTLBReadHit", INSTRUCTION_TLB, READ, HIT, "tlb_instr_read_hits_total"),
  cache("InstrTLBReadMiss", INSTRUCTION_TLB, READ, MISS, "tlb_instr_read_misses_total"),
  cache("BPUReadHit", BRANCH_UNIT, READ, HIT, "bpu_read_hits_total"),
  cache("BPUReadMiss", BRANCH_UNIT, READ, MISS, "bpu_read_misses_total"),
  cache("DataTLBReadHit", DATA_TLB, READ, HIT, "tlb_data_read_hits_total"),
  cache("DataTLBReadMiss", DATA_TLB, READ, MISS, "tlb_data_read_misses_total"),
  cache("DataTLBWriteHit", DATA_TLB, WRITE, HIT, "tlb_data_write_hits_total"),
  cache("DataTLBWriteMiss", DATA_TLB, WRITE, MISS, "tlb_data_write_misses_total"),
];

/** A tracepoint by the number in its `id` file. */
export function tracepointEvent(subsystem: string, event: string, id: bigint): PerfEvent {
  return {
    name: `${subsystem}:${event}`,
    type: TYPE_TRACEPOINT,
    config: id,
    family: `${subsystem}_${event}`,
    help: `Hits of the tracepoint ${subsystem}:${event}.`,
  };
}

function hardware(name: string, config: number, family: string, help: string): PerfEvent {
  return { name, type: TYPE_HARDWARE, config: BigInt(config), family, help };
}

function software(name: string, config: number, family: string, help: string): PerfEvent {
  return { name, type: TYPE_SOFTWARE, config: BigInt(config), family, help };
}

function cache(name: string, id: number, operation: number, result: number, family: string): PerfEvent {
  const config = BigInt(id) | (BigInt(operation) << 8n) | (BigInt(result) << 16n);
  const words = family.replace(/_total$/, "").replaceAll("_", " ");
  return { name, type: TYPE_CACHE, config, family: `cache_${family}`, help: `Cache events: ${words}.` };
}
