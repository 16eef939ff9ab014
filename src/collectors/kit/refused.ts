import { errnoOf } from "./errors.ts";

const REFUSALS = new Set(["EPERM", "EACCES", "EAFNOSUPPORT", "EPROTONOSUPPORT", "ENOSYS"]);

/** True when a sandbox or the kernel does not let this process use netlink or a system call at all. */
export function isRefused(error: unknown): boolean {
  return REFUSALS.has(errnoOf(error) ?? "");
}
