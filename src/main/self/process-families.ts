import { fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { counter, gauge } from "../../collectors/kit/family.ts";
import { readLimits, softLimit } from "../process-limits.ts";
import { KeptFile } from "./kept-file.ts";
import { NetworkOctets } from "./network-octets.ts";
import type { OwnSource } from "./own-source.ts";
import { pageSize } from "./page-size.ts";

const cpuSeconds = counter("process_cpu_seconds_total", "User and system CPU time.");
const openFds = gauge("process_open_fds", "Open file descriptors.");
const maxFds = gauge("process_max_fds", "Limit of open file descriptors.");
const virtual = gauge("process_virtual_memory_bytes", "Size of the address space.");
const virtualMax = gauge("process_virtual_memory_max_bytes", "Maximum size of the address space.");
const resident = gauge("process_resident_memory_bytes", "Resident memory.");
const start = gauge("process_start_time_seconds", "Start of the process since the Unix epoch.");
const received = counter("process_network_receive_bytes_total", "Bytes received in the network namespace.");
const transmitted = counter("process_network_transmit_bytes_total", "Bytes sent in the network namespace.");

const TICKS_PER_SECOND = 100;

/** As node_exporter shows an absent limit: the largest unsigned 64-bit number, as a float64. */
const UNLIMITED = 2 ** 64;

/** This process, from the real /proc/self whatever --path.procfs says. */
export function processFamilies(): OwnSource {
  const emitProcess = processNumbers();
  const emitNetwork = networkNumbers();
  return {
    set: "default",
    emit(emit, isDue) {
      emitProcess(emit, isDue);
      emitNetwork(emit, isDue);
    },
  };
}

function processNumbers(): OwnSource["emit"] {
  const limits = readLimits();
  const maxDescriptors = shown(softLimit(limits, "Max open files"));
  const maxBytes = shown(softLimit(limits, "Max address space"));
  const startedAt = startSeconds();
  const pageBytes = pageSize();
  const memory = new KeptFile("/proc/self/statm", 256);
  const countDescriptors = descriptorCounter();
  return (emit) => {
    const { user, system } = process.cpuUsage();
    emit(cpuSeconds, (user + system) / 1e6);
    emit(openFds, countDescriptors());
    emit(maxFds, maxDescriptors);
    memory.read();
    emit(virtual, memory.uint() * pageBytes);
    emit(resident, memory.uint() * pageBytes);
    emit(virtualMax, maxBytes);
    emit(start, startedAt);
  };
}

/** The traffic of this process's network namespace; 0 where the kernel does not report it. */
function networkNumbers(): OwnSource["emit"] {
  const octets = new NetworkOctets(new KeptFile("/proc/self/net/netstat", 16 * 1024));
  return (emit, isDue) => {
    if (isDue) octets.update();
    emit(received, octets.received || 0);
    emit(transmitted, octets.transmitted || 0);
  };
}

function startSeconds(): number {
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readText("/proc/stat"))?.[1]);
  const started = readText("/proc/self/stat");
  const ticks = Number(started.slice(started.lastIndexOf(")") + 2).split(" ", 20)[19]);
  return bootSeconds + ticks / TICKS_PER_SECOND;
}

/** From Linux 6.2 on the size of the directory is the number of descriptors; before, it is 0 and they are counted. */
function descriptorCounter(): () => number {
  let fd: number | undefined;
  return () => {
    try {
      fd ??= openSync("/proc/self/fd", "r");
      const { size } = fstatSync(fd);
      return size > 0 ? size : readdirSync("/proc/self/fd").length - 1;
    } catch {
      // Without /proc the number is unknown.
      return Number.NaN;
    }
  };
}

function shown(limit: number): number {
  return limit === Infinity ? UNLIMITED : limit;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // A hidden or absent /proc: the numbers are unknown.
    return "";
  }
}
