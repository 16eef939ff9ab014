import { defineCollector } from "./kit/define.ts";
import { FORBIDDEN, hasErrno } from "./kit/errnos.ts";
import { NoDataError } from "./kit/errors.ts";
import { counter, gauge } from "./kit/family.ts";
import type { Native } from "./kit/host.ts";
import { systemCall } from "./kit/sources.ts";
import { parseTimex, STA_NANO, TIME_ERROR, TIMEX_BYTES } from "./parsers/syscall/timex.ts";

const syncStatus = gauge("node_timex_sync_status", "Whether the clock is synchronized to a reliable server, 1 or 0.");
const offset = gauge("node_timex_offset_seconds", "Time offset between the local system and the reference clock.");
const frequency = gauge(
  "node_timex_frequency_adjustment_ratio",
  "Factor by which the local clock frequency is adjusted.",
);
const maxError = gauge("node_timex_maxerror_seconds", "Upper bound of the clock error.");
const estimatedError = gauge("node_timex_estimated_error_seconds", "Estimated clock error.");
const status = gauge("node_timex_status", "Status bits of the kernel clock.");
const loopTimeConstant = gauge("node_timex_loop_time_constant", "Time constant of the phase-locked loop.");
const tick = gauge("node_timex_tick_seconds", "Time between two clock ticks.");
const ppsFrequency = gauge(
  "node_timex_pps_frequency_hertz",
  "Frequency offset measured by the pulse per second signal.",
);
const ppsJitter = gauge("node_timex_pps_jitter_seconds", "Jitter of the pulse per second signal.");
const ppsShift = gauge("node_timex_pps_shift_seconds", "Calibration interval of the pulse per second signal.");
const ppsStability = gauge(
  "node_timex_pps_stability_hertz",
  "Average frequency change of the pulse per second signal.",
);
const ppsJitterTotal = counter("node_timex_pps_jitter_total", "Pulses whose jitter was above the limit.");
const ppsCalibrationTotal = counter("node_timex_pps_calibration_total", "Calibration intervals of the pulse signal.");
const ppsErrorTotal = counter("node_timex_pps_error_total", "Calibration intervals that ended with an error.");
const ppsStabilityTotal = counter(
  "node_timex_pps_stability_exceeded_total",
  "Calibration intervals whose frequency change was above the limit.",
);
const taiOffset = gauge("node_timex_tai_offset_seconds", "Offset of international atomic time to UTC.");

const MICROSECONDS = 1e6;
const NANOSECONDS = 1e9;
/** Frequencies are parts per million with 16 fractional bits. */
const SCALED_PPM = 65_536_000_000;

const REFUSED = new NoDataError("not permitted to read the kernel clock");

export default defineCollector({
  name: "timex",
  summary: "State of the kernel clock and its synchronization from adjtimex(2).",
  enabledByDefault: true,
  families: [
    syncStatus,
    offset,
    frequency,
    maxError,
    estimatedError,
    status,
    loopTimeConstant,
    tick,
    ppsFrequency,
    ppsJitter,
    ppsShift,
    ppsStability,
    ppsJitterTotal,
    ppsCalibrationTotal,
    ppsErrorTotal,
    ppsStabilityTotal,
    taiOffset,
  ],
  sources: [systemCall("adjtimex")],
  flags: {},
  create({ host }) {
    const timex = Buffer.alloc(TIMEX_BYTES);
    return (emit) => {
      const state = readClock(host.native, timex);
      if (state === undefined) return REFUSED;
      const clock = parseTimex(timex);
      const divisor = (clock.status & STA_NANO) === 0 ? MICROSECONDS : NANOSECONDS;
      emit(syncStatus, state === TIME_ERROR ? 0 : 1);
      emit(offset, clock.offset / divisor);
      emit(frequency, 1 + clock.frequency / SCALED_PPM);
      emit(maxError, clock.maxError / MICROSECONDS);
      emit(estimatedError, clock.estimatedError / MICROSECONDS);
      emit(status, clock.status);
      emit(loopTimeConstant, clock.constant);
      emit(tick, clock.tick / MICROSECONDS);
      emit(ppsFrequency, clock.ppsFrequency / SCALED_PPM);
      emit(ppsJitter, clock.jitter / divisor);
      emit(ppsShift, clock.shift);
      emit(ppsStability, clock.stability / SCALED_PPM);
      emit(ppsJitterTotal, clock.jitterCount);
      emit(ppsCalibrationTotal, clock.calibrationCount);
      emit(ppsErrorTotal, clock.errorCount);
      emit(ppsStabilityTotal, clock.stabilityExceededCount);
      emit(taiOffset, clock.tai);
      return undefined;
    };
  },
});

/** Fills the struct and returns the clock state; undefined where a container refuses even reading. */
function readClock(native: Native, timex: Buffer): number | undefined {
  timex.fill(0);
  try {
    return native.adjtimex(timex);
  } catch (error) {
    if (hasErrno(error, FORBIDDEN)) return undefined;
    throw error;
  }
}
