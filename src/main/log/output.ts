import { fstatSync, writeSync } from "node:fs";

/** Where lines go. */
interface Output {
  write(line: string): void;
}

interface OpenFile {
  readonly fd: number;
}

/** Bytes that may be buffered for a slow reader of the log. */
const MAX_WAITING = 256 * 1024;

/** Writes lines to stderr or the like. `dropped`: called for every line that is lost. */
export function openOutput(stream: NodeJS.WritableStream & Partial<OpenFile>, dropped: () => void): Output {
  return isFile(stream) ? new FileOutput(stream, dropped) : new BoundedOutput(stream, dropped);
}

/** Writes lines to a stream whose reader may be slow, stuck or gone. */
export class BoundedOutput implements Output {
  private readonly dropped: () => void;
  private readonly stream: NodeJS.WritableStream & { readonly writableLength?: number };
  private gone = false;

  constructor(stream: NodeJS.WritableStream, dropped: () => void) {
    this.dropped = dropped;
    this.stream = stream;
    // A closed pipe (EPIPE) must not end the process.
    stream.on("error", () => {
      this.gone = true;
    });
  }

  write(line: string): void {
    if (this.gone || (this.stream.writableLength ?? 0) > MAX_WAITING) this.dropped();
    else this.stream.write(line);
  }
}

/** Writes lines to a file, whose disk may be full for a while: a stream of Node.js ends with the first error. */
class FileOutput implements Output {
  private readonly file: OpenFile;
  private readonly dropped: () => void;
  /** The disk had room for a part of the last line. */
  private isCut = false;

  constructor(file: OpenFile, dropped: () => void) {
    this.file = file;
    this.dropped = dropped;
  }

  write(line: string): void {
    const bytes = Buffer.from(this.isCut ? `\n${line}` : line);
    const written = this.tryToWrite(bytes);
    if (written > 0) this.isCut = written < bytes.length;
    if (written < bytes.length) this.dropped();
  }

  private tryToWrite(bytes: Buffer): number {
    try {
      return writeSync(this.file.fd, bytes);
    } catch {
      // There may be room for the next one.
      return 0;
    }
  }
}

function isFile(stream: Partial<OpenFile>): stream is OpenFile {
  try {
    return stream.fd !== undefined && fstatSync(stream.fd).isFile();
  } catch {
    // Closed: nobody reads the log.
    return false;
  }
}
