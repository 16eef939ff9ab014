import type { BodyPool } from "./body-pool.ts";
import { ZlibEncoder } from "./zlib-encoder.ts";

/** Compresses bodies in gzip's format. */
export interface Encoder {
  /** Memory of what is compressed: whoever receives it gives it back. Bodies may come from it too. */
  readonly pool: BodyPool;
  /**
   * Compresses a body, which must stay as it is until `done` is called: once, perhaps before this returns. `kind` names
   * bodies that are likely to have the same lines.
   */
  encode(kind: string, body: Buffer, done: EncodeDone): void;
}

/** Takes the compressed body, or what failed. */
export type EncodeDone = (encoded: Buffer | Error) => void;

/** `learned`: whether the encoder may learn the lines of bodies; nothing of that code is loaded otherwise. */
export async function createEncoder(learned: boolean): Promise<Encoder> {
  const zlib = new ZlibEncoder();
  if (!learned) return zlib;
  const { LearnedEncoder } = await import("./learned-gzip/learned-encoder.ts");
  return new LearnedEncoder(zlib);
}
