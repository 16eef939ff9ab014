const V4_FIGURES = 8;
const V6_FIGURES = 32;

/** The prefix of an IPv4 address within IPv6. */
const V4_MAPPED = "00000000000000000000ffff";

/**
 * Text of an address given as hexadecimal digits in network order, 8 for IPv4 and 32 for IPv6 (RFC 5952, except that
 * an IPv4 address mapped into IPv6 is shown as IPv4); undefined for any other number of digits.
 */
export function formatHexAddress(figures: string): string | undefined {
  const lower = figures.toLowerCase();
  if (!/^[0-9a-f]*$/.test(lower)) return undefined;
  if (lower.length === V4_FIGURES) return dotted(lower);
  if (lower.length !== V6_FIGURES) return undefined;
  return lower.startsWith(V4_MAPPED) ? dotted(lower.slice(V4_MAPPED.length)) : colons(lower);
}

function dotted(figures: string): string {
  return (figures.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join(".");
}

function colons(figures: string): string {
  const groups = (figures.match(/..../g) ?? []).map((group) => Number.parseInt(group, 16).toString(16));
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

/** The first of the longest runs of zero groups. */
function longestZeros(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === "0" ? length + 1 : 0;
    if (length > best.length) best = { start: i - length + 1, length };
  }
  return best;
}
