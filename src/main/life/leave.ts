import { loadPackage } from "../../collectors/kit/load-package.ts";

/**
 * Ends the process at once with this status, even when a thread is inside a system call that does not return:
 * `process.exit` waits for all threads, `_exit` of the C library has the kernel end them, as SIGKILL does, but with a
 * status of our own, and also as process 1 of a container, which the kernel keeps from signals to itself.
 */
export function leave(status: number): never {
  try {
    callExit(status);
  } catch {
    // No koffi for this platform.
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("the process has not ended");
}

/** For threads that are about to end, in milliseconds. */
const GRACE = 500;

/**
 * Ends the process with this status when it has nothing left to do, or soon after its last output where a thread keeps it
 * from ending. A reader may take as long as it likes: output that nobody has taken yet would be lost.
 */
export function leaveWhenDone(status: number): void {
  // Output that could not be written may have set another one.
  if (status !== 0) process.exitCode = status;
  afterOutput(process.stdout, () => afterOutput(process.stderr, leaveSoon));
}

function leaveSoon(): void {
  setTimeout(() => leave(Number(process.exitCode ?? 0)), GRACE).unref();
}

/** Calls back when all output so far is written, or never will be. */
function afterOutput(stream: NodeJS.WriteStream, then: () => void): void {
  if (stream.writableLength === 0) then();
  else stream.write("", then);
}

function callExit(status: number): void {
  const koffi = loadPackage("koffi") as Koffi;
  koffi.load(null).func("void _exit(int)")(status);
}

interface Koffi {
  load(path: null): { func(declaration: string): (status: number) => void };
}
