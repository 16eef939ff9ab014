import type { Errnos } from "../../collectors/kit/errnos.ts";
import { errnoName, type SystemCallError, systemCallError } from "../native/errno.ts";

/** Errors remembered; past that, all are forgotten. */
const MAX_FAILURES = 1000;

/**
 * The errors of one system call by path. Most of what collectors ask for is absent on most hosts, scrape after scrape,
 * and creating an error takes as long as the call.
 */
export class Failures {
  private readonly syscall: string;
  private readonly resolve: (relative: string) => string;
  private readonly errors = new Map<string, SystemCallError>();

  /** `resolve` returns the path that the error's message shows. */
  constructor(syscall: string, resolve: (relative: string) => string) {
    this.syscall = syscall;
    this.resolve = resolve;
  }

  /** For what is read only where it is there: throws unless `errno` is one of `tolerated`. */
  absent(relative: string, errno: number, tolerated: Errnos): undefined {
    if (!tolerated.has(errnoName(-errno))) throw this.of(relative, errno);
  }

  /** `errno`: the result of the call, negative. */
  of(relative: string, errno: number): SystemCallError {
    let error = this.errors.get(relative);
    if (error?.errno !== errno) {
      if (this.errors.size >= MAX_FAILURES) this.errors.clear();
      this.errors.set(relative, (error = systemCallError(-errno, `${this.syscall} '${this.resolve(relative)}'`)));
    }
    return error;
  }
}
