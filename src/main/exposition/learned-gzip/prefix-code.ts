/**
 * Lengths of a complete prefix code in bits, none above `limit`, for symbols that occur so often. Every count is at least
 * 1, and there are at most 2 ** (limit - 1) symbols. The lengths are Shannon's; what these leave free goes where a bit
 * less saves most for its share. That is at most a percent longer than Huffman's code, and needs no tree.
 */
export function codeLengths(counts: readonly number[], limit: number): number[] {
  const rarest = sum(counts) / 2 ** (limit - 1);
  const weights = counts.map((count) => Math.max(count, rarest));
  const total = sum(weights);
  const lengths = weights.map((weight) => Math.ceil(Math.log2(total / weight)));
  const share = (symbol: number): number => 2 ** (limit - (lengths[symbol] ?? 0));
  const gain = (symbol: number): number => (weights[symbol] ?? 0) / share(symbol);
  const order = [...counts.keys()].toSorted((a, b) => gain(b) - gain(a));
  let free = 2 ** limit - sum([...counts.keys()].map(share));
  while (free > 0) {
    for (const symbol of order) {
      if (share(symbol) > free) continue;
      free -= share(symbol);
      lengths[symbol] = (lengths[symbol] ?? 0) - 1;
    }
  }
  return lengths;
}

/** The canonical codes of such lengths (RFC 1951, 3.2.2), the first bit lowest, as DEFLATE writes them. */
export function canonicalCodes(lengths: readonly number[]): number[] {
  const codes = lengths.map(() => 0);
  let code = 0;
  let last = 0;
  for (const symbol of [...lengths.keys()].toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0))) {
    const length = lengths[symbol] ?? 0;
    code <<= length - last;
    codes[symbol] = reversed(code++, length);
    last = length;
  }
  return codes;
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
