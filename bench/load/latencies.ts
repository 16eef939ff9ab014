import type { Seen } from "./messages.ts";

/** Keeps every latency, in milliseconds, for exact percentiles. */
export class Latencies {
  private readonly all: number[] = [];

  add(milliseconds: number): void {
    this.all.push(milliseconds);
  }

  get count(): number {
    return this.all.length;
  }

  summary(): Pick<Seen, "answers" | "mean" | "p50" | "p90" | "p99" | "max"> {
    const sorted = Float64Array.from(this.all).sort();
    const at = (part: number) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
    const sum = sorted.reduce((total, value) => total + value, 0);
    return {
      answers: sorted.length,
      mean: sum / Math.max(1, sorted.length),
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      max: at(1),
    };
  }
}
