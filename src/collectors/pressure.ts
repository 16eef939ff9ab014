import { defineCollector } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { type Errnos, MISSING, NOT_SUPPORTED } from "./kit/errnos.ts";
import { NoDataError } from "./kit/errors.ts";
import { counter, familiesIn, type Family } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parsePressure, type PressureLine } from "./parsers/procfs/pressure.ts";

/** A file of /proc/pressure and the families of its lines; without a family a line is not needed. */
interface Resource {
  readonly name: string;
  readonly waiting: Family<readonly []> | undefined;
  readonly stalled: Family<readonly []> | undefined;
}

const RESOURCES: readonly Resource[] = [
  { name: "cpu", waiting: waiting("cpu", "CPU time"), stalled: undefined },
  { name: "io", waiting: waiting("io", "I/O"), stalled: stalled("io", "I/O") },
  { name: "memory", waiting: waiting("memory", "memory"), stalled: stalled("memory", "memory") },
  { name: "irq", waiting: undefined, stalled: stalled("irq", "interrupt handling") },
];

/** A kernel booted without psi=1 has the files and does not support reading them. */
const ABSENT: Errnos = new Set([...MISSING, ...NOT_SUPPORTED]);

const NONE = new NoDataError("the kernel has no pressure stall information, or it is switched off");

export default defineCollector({
  name: "pressure",
  summary: "Time lost waiting for CPU, memory and I/O (pressure stall information) from /proc/pressure (Linux 4.20).",
  enabledByDefault: true,
  families: familiesIn(RESOURCES),
  sources: [procfs("pressure/*"), kernelOption("CONFIG_PSI")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const files = RESOURCES.map((resource) => ({
      resource,
      file: host.proc.file(`pressure/${resource.name}`, parsePressure),
    }));
    return (emit) => {
      let found = 0;
      attemptAll(files, ({ resource: { waiting, stalled }, file }) => {
        const pressure = file.readIf(ABSENT);
        if (pressure === undefined) return;
        const { some, full } = pressure;
        if (waiting && some) emit(waiting, seconds(some));
        if (stalled && full) emit(stalled, seconds(full));
        if ((waiting && some) || (stalled && full)) found++;
      });
      return found === 0 ? NONE : undefined;
    };
  },
});

/** Divided twice, as the expected values in the last digit are. */
function seconds(line: PressureLine): number {
  return line.total / 1000 / 1000;
}

function waiting(resource: string, cause: string): Family<readonly []> {
  return counter(
    `node_pressure_${resource}_waiting_seconds_total`,
    `Seconds in which at least one task waited for ${cause}.`,
  );
}

function stalled(resource: string, cause: string): Family<readonly []> {
  return counter(
    `node_pressure_${resource}_stalled_seconds_total`,
    `Seconds in which no task made progress because of ${cause}.`,
  );
}
