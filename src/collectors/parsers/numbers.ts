/** The largest unsigned 64-bit integer. */
export const UINT64_MAX = 0xffff_ffff_ffff_ffffn;

/** A float as Go's strconv reads it, without hexadecimal floats; undefined when it is none, or too large for a float64. */
export function parseFloatStrict(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const lower = text.toLowerCase();
  if (/^[+-]?(inf|infinity)$/.test(lower)) return lower.startsWith("-") ? -Infinity : Infinity;
  return lower === "nan" ? NaN : undefined;
}

/** An unsigned 64-bit decimal integer as the nearest float64; undefined when it is none. */
export function parseUint(text: string): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  if (text.length <= 15) return Number(text);
  return BigInt(text) <= UINT64_MAX ? Number(text) : undefined;
}

/** A signed 64-bit decimal integer as the nearest float64; undefined when it is none. */
export function parseInt64(text: string): number | undefined {
  const match = /^([+-]?)(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, figures = ""] = match;
  const magnitude = BigInt(figures);
  if (magnitude > (sign === "-" ? 1n << 63n : (1n << 63n) - 1n)) return undefined;
  return sign === "-" ? -Number(magnitude) : Number(magnitude);
}

/**
 * An integer in Go's base-0 syntax (`0x` hexadecimal, leading `0` or `0o` octal, `0b` binary, `_` between digits),
 * within signed or unsigned 64 bit; undefined when it is none.
 */
export function parseAnyBase(text: string, signed: boolean): number | undefined {
  const match =
    /^([+-]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|0|[1-9][0-9]*(?:_[0-9]+)*)$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, sign = "", figures = ""] = match;
  if (sign !== "" && !signed) return undefined;
  const plain = figures.replaceAll("_", "");
  const magnitude = BigInt(/^0[0-7]/.test(plain) ? `0o${plain.slice(1)}` : plain);
  const limit = signed ? (1n << 63n) - (sign === "-" ? 0n : 1n) : UINT64_MAX;
  if (magnitude > limit) return undefined;
  return sign === "-" ? -Number(magnitude) : Number(magnitude);
}
