import { registry } from "../../../src/collectors/generated/registry.ts";
import type { Native } from "../../../src/collectors/kit/host.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { collect, type CollectOptions } from "../../support/collect.ts";
import { faultsOf, outcomeOf } from "./damage.ts";
import type { DamageResult } from "./try-damage.ts";

/** Bytes by which a message is cut: its last attribute then claims more than there is. */
const CUTS = [1, 5, 9, 13];

/** Messages of a scrape that are damaged. */
const MESSAGES = 12;

/** Collectors that ask by netlink only when a flag says so. */
const FLAGS: Readonly<Record<string, CollectOptions["flags"]>> = { netclass: { "collector.netclass.netlink": true } };

/** Damages the netlink messages that a collector gets from this host's kernel, one at a time. */
export async function damageMessages(collector: string): Promise<DamageResult> {
  const definition = (await registry[collector]?.())?.default;
  if (definition === undefined) throw new Error(`no collector ${collector}`);
  const flags = FLAGS[collector] ?? {};
  const scrape = async (native: Native) => outcomeOf(await collect(definition, { native, flags }));
  const counter = damaging(-1, () => undefined);
  const good = await scrape(counter.native);
  const faults: string[] = [];
  let [cases, unchanged, reported] = [0, 0, 0];
  const messages = Math.min(counter.messages(), MESSAGES);
  for (let message = 0; message < messages; message++) {
    const without = await scrape(damaging(message, () => undefined).native);
    for (const cut of CUTS) {
      const damaged = await scrape(damaging(message, (bytes) => bytes.subarray(0, bytes.length - cut)).native);
      const found = faultsOf(good, [without], damaged, messages === 1);
      cases++;
      if (damaged.skipped > 0) reported++;
      if (found.length === 0) unchanged++;
      else faults.push(`message ${message} less ${cut} bytes: ${found.slice(0, 3).join("; ")}`);
    }
  }
  return {
    collector: `${collector} (netlink)`,
    files: messages,
    kinds: CUTS.length,
    cases,
    unchanged,
    reported,
    faults,
  };
}

/** The kernel's answers with one message changed; undefined: left out. */
function damaging(which: number, change: (payload: Buffer) => Buffer | undefined) {
  const native = createNative();
  let messages = 0;
  const netlink: Native["netlink"] = (protocol, request, receiver) =>
    native.netlink(protocol, request, {
      begin: () => receiver.begin(),
      message(type, bytes, start, end) {
        if (messages++ !== which) return receiver.message(type, bytes, start, end);
        const payload = change(Buffer.from(bytes.subarray(start, end)));
        if (payload !== undefined) receiver.message(type, payload, 0, payload.length);
      },
    });
  return { native: { ...native, netlink }, messages: () => messages };
}
