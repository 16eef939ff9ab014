/** Bytes that may be buffered for a slow reader of the log. */
const MAX_WAITING = 256 * 1024;

/** Writes lines to a stream whose reader may be slow, stuck or gone. */
export class BoundedOutput {
  private readonly dropped: () => void;
  private readonly stream: NodeJS.WritableStream & { readonly writableLength?: number };
  private gone = false;

  /** `dropped`: called for every line that is lost, because too much is waiting or the reader is gone. */
  constructor(stream: NodeJS.WritableStream, dropped: () => void) {
    this.dropped = dropped;
    this.stream = stream;
    // A closed pipe (EPIPE) or a full disk must not end the process.
    stream.on("error", () => {
      this.gone = true;
    });
  }

  write(line: string): void {
    if (this.gone || (this.stream.writableLength ?? 0) > MAX_WAITING) this.dropped();
    else this.stream.write(line);
  }
}
