import type { CollectorMetadata } from "../../collectors/kit/define.ts";
import type { CollectorOptions } from "../../workers/protocol/options.ts";
import { type GeneralOptions, generalOptions, onlyNamedCollectors } from "./general-flags.ts";
import { UsageError } from "./usage-error.ts";
import type { Environment, FlagValues } from "./values.ts";

/** What the command line asks for, as plain data. Times are in seconds. */
export interface Options extends GeneralOptions {
  readonly collectors: CollectorOptions;
  /** What every flag is set to, and by what. */
  readonly settings: FlagValues;
  /** Enabled collectors that should not be used any more, with the reason. */
  readonly deprecated: readonly { readonly collector: string; readonly reason: string }[];
}

/** Checks the values that can be checked before anything starts; throws UsageError. */
export function buildOptions(values: FlagValues, collectors: readonly CollectorMetadata[], env: Environment): Options {
  const onlyNamed = onlyNamedCollectors(values, env);
  const enabled = collectors.filter(({ name }) => isEnabled(values, name, onlyNamed));
  const general = generalOptions(values, env);
  checkNames(Object.keys(general.scrape.maxSeries?.byCollector ?? {}), collectors);
  return {
    ...general,
    collectors: { ...collectorOptions(values, collectors, enabled), cpuGroup: general.cpu.group },
    settings: values,
    deprecated: enabled.flatMap(({ name, deprecated }) =>
      deprecated === undefined ? [] : [{ collector: name, reason: deprecated }],
    ),
  };
}

function checkNames(names: readonly string[], collectors: readonly CollectorMetadata[]): void {
  const unknown = names.find((name) => !collectors.some((collector) => collector.name === name));
  if (unknown !== undefined) throw new UsageError(`--scrape.max-series: there is no collector ${unknown}`);
}

function isEnabled(values: FlagValues, collector: string, onlyNamed: boolean): boolean {
  const flag = `collector.${collector}`;
  return values.get(flag).value === true && (!onlyNamed || values.isGiven(flag));
}

function collectorOptions(
  values: FlagValues,
  collectors: readonly CollectorMetadata[],
  enabled: readonly CollectorMetadata[],
): Omit<CollectorOptions, "cpuGroup"> {
  const names = collectors.flatMap(({ flags }) => Object.keys(flags));
  return {
    flags: Object.fromEntries(names.map((name) => [name, values.get(name).value])),
    given: names.filter((name) => values.isGiven(name)),
    enabled: enabled.map(({ name }) => name),
  };
}
