import type { Format } from "./merge.ts";

/** Someone who waits for an exposition. */
export interface Client {
  readonly format: Format;
  /** Only families of these names; undefined: all. */
  readonly names: ReadonlySet<string> | undefined;
  readonly gzip: boolean;
  /**
   * Called once. The body may be shared with other clients: nobody writes to it.
   * `sent` has to be called once when it is not needed any more.
   */
  respond(body: Buffer, gzipped: boolean, sent: () => void): void;
  /** Called instead where there is no memory for a body of its own now: it may ask again. */
  postpone(): void;
  /** Called when answering failed; does nothing where the response has begun. */
  fail(): void;
}
