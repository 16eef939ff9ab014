/** Seconds with a unit that leaves up to three digits. */
export function duration(seconds: number): string {
  if (seconds === 0) return "0";
  if (seconds < 0.0009995) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${digits(seconds * 1e3)} ms`;
  if (seconds < 120) return `${digits(seconds)} s`;
  return age(seconds);
}

/** A long time, as its two largest units. */
export function age(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** Bytes with a binary unit. */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const power = count < 1024 ** 2 ? 1 : count < 1024 ** 3 ? 2 : 3;
  return `${digits(count / 1024 ** power)} ${["", "KiB", "MiB", "GiB"][power]}`;
}

/** A whole number with commas between thousands. */
export function count(number: number): string {
  return String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** A share from 0 to 1 as a percentage. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 ? "0" : value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** One word for one, another for any other number. */
export function counted(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function digits(value: number): string {
  return value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
