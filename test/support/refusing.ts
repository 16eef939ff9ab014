import type { Native } from "../../src/collectors/kit/host.ts";
import { createNative } from "../../src/workers/native/native.ts";

/** The system calls of this host, of which some are refused with an errno name, as a sandbox would. */
export function refusing(code: string, ...calls: readonly (keyof Native)[]): Native {
  const refuse = () => {
    throw Object.assign(new Error(`${code}: refused`), { code });
  };
  return { ...createNative(), ...Object.fromEntries(calls.map((call) => [call, refuse])) };
}
