/** Codes of at most this many bits are what a word of output takes at once. */
const MAX_BITS = 16;

interface Node {
  readonly weight: number;
  readonly symbol: number;
  readonly children: readonly [Node, Node] | undefined;
}

/** Lengths in bits of the codes of each symbol, none longer than `limit`; a symbol that never occurs gets none (0). */
export function codeLengths(counts: readonly number[], limit: number): number[] {
  for (let weights = counts; ; weights = weights.map((weight) => (weight > 0 ? (weight >> 1) + 1 : 0))) {
    const lengths = unlimitedLengths(weights);
    if (lengths.every((length) => length <= limit)) return lengths;
  }
}

/** Canonical codes of such lengths (RFC 1951, 3.2.2), first bit lowest as deflate writes them. */
export function canonicalCodes(lengths: readonly number[]): number[] {
  const next = firstCodes(lengths);
  return lengths.map((length) => {
    const code = next[length] ?? 0;
    next[length] = code + 1;
    return reversed(code, length);
  });
}

function unlimitedLengths(weights: readonly number[]): number[] {
  const lengths = weights.map(() => 0);
  const leaves = weights
    .map((weight, symbol): Node => ({ weight, symbol, children: undefined }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => a.weight - b.weight);
  const root = tree(leaves);
  if (root?.children === undefined) {
    if (root !== undefined) lengths[root.symbol] = 1;
  } else setDepths(root, 0, lengths);
  return lengths;
}

/** Joins the two lightest nodes until one is left; those joined come out in the order of their weights. */
function tree(leaves: readonly Node[]): Node | undefined {
  const joined: Node[] = [];
  let nextLeaf = 0;
  let nextJoined = 0;
  const lightest = (): Node | undefined => {
    const [leaf, other] = [leaves[nextLeaf], joined[nextJoined]];
    const isLeaf = leaf !== undefined && (other === undefined || leaf.weight <= other.weight);
    if (isLeaf) nextLeaf++;
    else nextJoined++;
    return isLeaf ? leaf : other;
  };
  for (;;) {
    const [first, second] = [lightest(), lightest()];
    if (first === undefined || second === undefined) return first;
    joined.push({ weight: first.weight + second.weight, symbol: -1, children: [first, second] });
  }
}

function setDepths({ symbol, children }: Node, depth: number, lengths: number[]): void {
  if (children === undefined) lengths[symbol] = depth;
  else for (const child of children) setDepths(child, depth + 1, lengths);
}

/** The first code of each length. */
function firstCodes(lengths: readonly number[]): number[] {
  const count = Array.from({ length: MAX_BITS }, () => 0);
  for (const length of lengths) if (length > 0) count[length] = (count[length] ?? 0) + 1;
  const first = [0];
  for (let bits = 1; bits < MAX_BITS; bits++) first[bits] = ((first[bits - 1] ?? 0) + (count[bits - 1] ?? 0)) << 1;
  return first;
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}
