import { type Owner, Owners } from "../../../src/main/scrape/owners.ts";
import { orphansMemory } from "../../../src/workers/protocol/children-memory.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { hostTree } from "../../support/tree.ts";
import { DEFAULTS } from "./start-scheduler.ts";

const ENABLED = ["entropy", "filefd", "loadavg", "softnet"];

/** The owners of collectors, on workers of their own, which end after the test. */
export async function openOwners({ lanes = 1, hasRoom = true, enabled = ENABLED } = {}) {
  const paths = hostTree({ "proc/loadavg": "0.25 0.50 0.75 1/100 4242\n" });
  const state: Record<string, SharedArrayBuffer> = {};
  const observer = new RecordingObserver();
  const logs: string[] = [];
  const owners = new Owners(
    {
      paths,
      collectors: { flags: DEFAULTS, given: [], cpuGroup: "none", enabled },
      names: enabled,
      pageSize: 4096,
      maxDescriptors: 100,
      orphans: orphansMemory(),
      state,
      foreign: new Set(),
    },
    observer,
    (_level, message) => logs.push(message),
    () => hasRoom,
  );
  cleanUp(() => owners.close(5000));
  await owners.start(lanes);
  return { owners, observer, logs, refuseWorkers: () => Object.assign(state, { refused: () => {} }), state };
}

/** Every owner's role and collectors. */
export function owned({ all }: Owners) {
  return all.map(({ role, collectors }) => [role, [...collectors].toSorted((a, b) => a - b)]);
}

export function ownerAt({ all }: Owners, place: number): Owner {
  const owner = all[place];
  if (owner === undefined) throw new Error(`there is no owner ${place}`);
  return owner;
}
