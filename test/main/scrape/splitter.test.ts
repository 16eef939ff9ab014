import { expect, test } from "vitest";
import type { Owner } from "../../../src/main/scrape/owners.ts";
import { Splitter } from "../../../src/main/scrape/splitter.ts";
import { openOwners, owned, ownerAt } from "./open-owners.ts";

test("where no worker can be had none stands in that cannot be started either", async () => {
  const { owners, refuseWorkers } = await openOwners({ lanes: 3 });
  const [stuck, ended, well] = [ownerAt(owners, 0), ownerAt(owners, 1), ownerAt(owners, 2)];
  refuseWorkers();
  await ended.lane.thread?.terminate();
  ended.lane.reader.request([...ended.collectors]);
  owners.failed(ended, [...ended.collectors], [], "no thread");
  const taker = await new Promise<Owner | undefined>((decided) => {
    new Splitter(owners).split({ owner: stuck, slow: new Set([3]), unproven: [0], isStuck: () => true, decided });
  });
  expect(taker).toBe(well);
  expect(owned(owners)).toEqual([
    ["isolated", [3]],
    ["shared", [1]],
    ["shared", [0, 2]],
  ]);
});
