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

/** Ends the process with this status when it has nothing left to do, or soon after where a thread keeps it from ending. */
export function leaveWhenDone(status: number): void {
  // Output that could not be written may have set another one.
  if (status !== 0) process.exitCode = status;
  setTimeout(() => leave(Number(process.exitCode ?? 0)), GRACE).unref();
}

function callExit(status: number): void {
  const koffi = loadPackage("koffi") as Koffi;
  koffi.load(null).func("void _exit(int)")(status);
}

interface Koffi {
  load(path: null): { func(declaration: string): (status: number) => void };
}
