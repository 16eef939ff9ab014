import type { Family } from "../../collectors/kit/family.ts";
import { Counter, Gauge, storedValues } from "./prom-client.ts";
import type { OwnFamilies } from "./own-families.ts";

type Bare = Family<readonly []>;
type Labelled<L extends string> = Family<readonly [L]>;

/** A counter of events in a family. */
export function makeCounter<L extends string>({ name, help, labels }: Bare | Labelled<L>): Counter<L> {
  return new Counter<L>({ name, help, labelNames: labels, registers: [] });
}

/** A gauge that events change in a family. */
export function makeGauge<L extends string>({ name, help, labels }: Bare | Labelled<L>): Gauge<L> {
  return new Gauge<L>({ name, help, labelNames: labels, registers: [] });
}

/** Emits the one sample of a metric without labels. */
export function countedBare(family: Bare, metric: Counter | Gauge): OwnFamilies {
  return (emit) => {
    const stored = storedValues(metric);
    for (const key in stored) emit(family, stored[key]?.value ?? 0);
  };
}

/** Emits the samples of a metric with one label; none before the first event. */
export function countedLabelled<L extends string>(family: Labelled<L>, metric: Counter<L> | Gauge<L>): OwnFamilies {
  const [label] = family.labels;
  return (emit) => {
    const stored = storedValues(metric);
    for (const key in stored) {
      const sample = stored[key];
      emit(family, sample?.value ?? 0, String(sample?.labels[label] ?? ""));
    }
  };
}
