const ZERO = 48;
const DOT = 46;
const PLUS = 43;
const MINUS = 45;
const EXPONENT = 101;

/** Longest text that `writeNumber` produces, in bytes. */
export const MAX_NUMBER_BYTES = 26;

const digits = new Uint8Array(32);

/**
 * Writes a sample value at `at` and returns the position after it: the shortest digits that read back as the
 * same float64, as an exponent from 1e+06 on and below 1e-04 (Go's `%g`, which text format 0.0.4 uses).
 */
export function writeNumber(into: Uint8Array, at: number, value: number): number {
  if (Number.isSafeInteger(value)) {
    if (value >= 0 && value < 10) {
      into[at] = ZERO + value;
      return at + 1;
    }
    return writeInteger(into, at, value);
  }
  const hundredths = Math.round(value * 100);
  if (hundredths / 100 === value && hundredths < 1e14 && hundredths > 0) return writeDecimal(into, at, hundredths, 2);
  const millionths = Math.round(value * 1e6);
  if (millionths / 1e6 === value && millionths < 1e14 && millionths > 0) return writeDecimal(into, at, millionths, 6);
  const text = formatNumber(value);
  for (let i = 0; i < text.length; i++) into[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** The text of a sample value; see `writeNumber`. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  // JavaScript writes values from 1e-6 to 1e21 without an exponent, which covers the plain range.
  if (magnitude >= 1e-4 && magnitude < 1e6) return String(value);
  if (value === 0) return "0";
  if (Number.isNaN(value)) return "NaN";
  if (magnitude === Infinity) return value > 0 ? "+Inf" : "-Inf";
  const [mantissa = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Math.abs(Number(exponentText));
  return `${mantissa}e${magnitude < 1 ? "-" : "+"}${exponent < 10 ? "0" : ""}${exponent}`;
}

function writeInteger(into: Uint8Array, at: number, value: number): number {
  let rest = value;
  if (rest < 0) {
    into[at++] = MINUS;
    rest = -rest;
  }
  const count = splitDigits(rest);
  if (count <= 6) {
    for (let i = 0; i < count; i++) into[at + i] = digit(count - 1 - i);
    return at + count;
  }
  return writeExponent(into, at, count, count - 1);
}

/** `value` is an integer above 0 that stands for value / 10^places; it has at most 15 digits, so they are the shortest. */
function writeDecimal(into: Uint8Array, at: number, value: number, places: number): number {
  let count = splitDigits(value);
  const exponent = count - places - 1;
  if (exponent >= 6 || exponent < -4) return writeExponent(into, at, count, exponent);
  while (count <= places) digits[count++] = ZERO;
  let last = 0;
  while (last < places && digits[last] === ZERO) last++;
  for (let i = count - 1; i >= places; i--) into[at++] = digit(i);
  if (last < places) {
    into[at++] = DOT;
    for (let i = places - 1; i >= last; i--) into[at++] = digit(i);
  }
  return at;
}

/** Fills `digits`, least significant first, and returns their number. */
function splitDigits(value: number): number {
  let count = 0;
  let rest = value;
  while (rest > 0x7fffffff) {
    const quotient = Math.floor(rest / 10);
    digits[count++] = ZERO + (rest - quotient * 10);
    rest = quotient;
  }
  let small = rest | 0;
  do {
    const quotient = (small / 10) | 0;
    digits[count++] = ZERO + (small - quotient * 10);
    small = quotient;
  } while (small > 0);
  return count;
}

function writeExponent(into: Uint8Array, at: number, count: number, exponent: number): number {
  let last = 0;
  while (last < count - 1 && digits[last] === ZERO) last++;
  into[at++] = digit(count - 1);
  if (last < count - 1) {
    into[at++] = DOT;
    for (let i = count - 2; i >= last; i--) into[at++] = digit(i);
  }
  into[at++] = EXPONENT;
  into[at++] = exponent < 0 ? MINUS : PLUS;
  const magnitude = Math.abs(exponent);
  into[at++] = ZERO + ((magnitude / 10) | 0);
  into[at++] = ZERO + (magnitude % 10);
  return at;
}

function digit(index: number): number {
  return digits[index] ?? ZERO;
}

/** Rounded to six decimals: for times in seconds and ratios, where more would mean nothing and take long to write. */
export function sixDecimals(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
