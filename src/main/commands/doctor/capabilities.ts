import { readFileSync } from "node:fs";

/** Numbers of capabilities, from include/uapi/linux/capability.h. */
const NUMBERS: Readonly<Record<string, bigint>> = {
  CAP_DAC_READ_SEARCH: 2n,
  CAP_SYS_ADMIN: 21n,
  CAP_PERFMON: 38n,
};

/** Whether this process has a capability in effect; false where it is not known. */
export function hasCapability(name: string, path = "/proc/self/status"): boolean {
  const number = NUMBERS[name];
  if (number === undefined) return false;
  try {
    const [, effective = "0"] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync(path, "latin1")) ?? [];
    return ((BigInt(`0x${effective}`) >> number) & 1n) === 1n;
  } catch {
    // Without /proc nothing is known.
    return false;
  }
}
