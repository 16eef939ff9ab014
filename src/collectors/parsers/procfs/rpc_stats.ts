import { Scanner } from "../scanner.ts";

/** Numbers of each line of /proc/net/rpc/nfs or nfsd by the line's first word. */
export type RpcLines = ReadonlyMap<string, readonly number[]>;

/** What a line has to look like. */
export interface LineShape {
  readonly fewest: number;
  readonly most: number;
  /** The first number says how many follow; it is checked and left out of the result. */
  readonly counted?: true;
  /** What comes behind the last wanted number is not looked at. */
  readonly open?: true;
}

/** Parses a file of lines `word number…`; words without a shape, wrong counts and other text are errors. */
export function parseRpcLines(bytes: Buffer, path: string, shapes: ReadonlyMap<string, LineShape>): RpcLines {
  const scanner = new Scanner(bytes, path);
  const lines = new Map<string, readonly number[]>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const key = scanner.word();
    const shape = shapes.get(key);
    if (shape === undefined) throw scanner.error(`unknown line ${JSON.stringify(key)}`);
    lines.set(key, parseLine(scanner, key, shape));
  }
  return lines;
}

function parseLine(scanner: Scanner, key: string, shape: LineShape): readonly number[] {
  const announced = shape.counted === true ? scanner.uint() : undefined;
  const numbers: number[] = [];
  while (!scanner.atLineEnd() && !(shape.open === true && numbers.length === shape.most)) numbers.push(scanner.uint());
  if (announced !== undefined && announced !== numbers.length)
    throw scanner.error(`${key} announces ${announced} numbers and has ${numbers.length}`);
  if (numbers.length < shape.fewest || numbers.length > shape.most)
    throw scanner.error(`${key} has ${numbers.length} numbers, expected ${describe(shape)}`);
  return numbers;
}

function describe({ fewest, most }: LineShape): string {
  return fewest === most ? String(fewest) : `at least ${fewest}`;
}
