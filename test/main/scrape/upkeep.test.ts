import { expect, test } from "vitest";
import type { Owners } from "../../../src/main/scrape/owners.ts";
import { SIZING } from "../../../src/main/scrape/sizing.ts";
import { Upkeep } from "../../../src/main/scrape/upkeep.ts";
import { openOwners, owned, ownerAt } from "./open-owners.ts";

async function open(hasRoom = true) {
  const { owners } = await openOwners({ hasRoom });
  return { owners, upkeep: new Upkeep(owners, { ...SIZING, maxLanes: 1 }, () => {}) };
}

/** After how many quick runs a collector that is isolated now goes back to the others. */
async function runsUntilBack(owners: Owners, upkeep: Upkeep, hasFaults: boolean): Promise<number> {
  const lane = await owners.open([1]);
  const isolated = owners.moveToLane([1], ownerAt(owners, 0), lane, "isolated");
  for (let runs = 1; runs < 100_000; runs++) {
    isolated.ran(1, hasFaults);
    upkeep.retire(isolated);
    if (!owners.all.includes(isolated)) return runs;
  }
  return Infinity;
}

test("an isolated collector goes back after some quick runs, and a hundred times as many every further time", async () => {
  const { owners, upkeep } = await open();
  expect(await runsUntilBack(owners, upkeep, false)).toBe(4);
  expect(await runsUntilBack(owners, upkeep, false)).toBe(400);
  expect(await runsUntilBack(owners, upkeep, false)).toBe(40_000);
});

test("a quick run with faults counts for a tenth", async () => {
  const { owners, upkeep } = await open();
  expect(await runsUntilBack(owners, upkeep, true)).toBe(40);
});

test("of what was left out twice as many come back after every try that went well", async () => {
  const { owners, upkeep } = await open(false);
  const home = ownerAt(owners, 0);
  owners.leaveOutIfShort([1, 2, 3], home);
  const out = ownerAt(owners, 1);
  const left = () => out.collectors.size;
  upkeep.readmit(out, home);
  expect(left()).toBe(3);
  out.backoff.succeeded();
  upkeep.readmit(out, home);
  expect(left()).toBe(2);
  upkeep.readmit(out, home);
  expect(owned(owners)).toEqual([["shared", [0, 1, 2, 3]]]);
});

test("after a try that did not go well one comes back at a time again", async () => {
  const { owners, upkeep } = await open(false);
  const home = ownerAt(owners, 0);
  owners.leaveOutIfShort([1, 2, 3], home);
  const out = ownerAt(owners, 1);
  out.backoff.succeeded();
  upkeep.readmit(out, home);
  owners.leaveOutIfShort([1], home);
  upkeep.readmit(out, home);
  out.backoff.succeeded();
  upkeep.readmit(out, home);
  expect(out.collectors.size).toBe(2);
});
