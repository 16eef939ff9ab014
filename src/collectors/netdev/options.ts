import type { Emit } from "../kit/define.ts";
import { counter } from "../kit/family.ts";
import type { NameTest } from "../kit/filter.ts";

export interface CounterOptions {
  /** Each counter of the kernel instead of sums. */
  readonly detailed: boolean;
  /** With the label `ifalias`. */
  readonly withAlias: boolean;
  readonly ignored: NameTest;
}

/** Emits one value of one counter; the alias counts only where the option asks for it. */
export type EmitCounter = (emit: Emit, value: number, device: string, alias: string) => void;

/** The family of a counter such as `receive_bytes`. */
export function counterFamily(key: string, withAlias: boolean): EmitCounter {
  const name = `node_network_${key}_total`;
  const help = `Interface counter ${key.replaceAll("_", " ")}.`;
  if (withAlias) {
    const family = counter(name, help, "device", "ifalias");
    return (emit, value, device, alias) => emit(family, value, device, alias);
  }
  const family = counter(name, help, "device");
  return (emit, value, device) => emit(family, value, device);
}
