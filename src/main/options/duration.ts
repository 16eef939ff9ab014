const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** A Go duration with the units ns to h, and d and w (`1w2d3h4m5.5s`), in seconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+|0)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, parts = ""] = match;
  let seconds = 0;
  for (const [, figure, unit = ""] of parts.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]+)/g)) {
    seconds += Number(figure) * (UNITS[unit] ?? Number.NaN);
  }
  return sign === "-" ? -seconds : seconds;
}
