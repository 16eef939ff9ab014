import { expect, test } from "vitest";
import { until } from "../../support/until.ts";
import { openOwners, owned, ownerAt } from "./open-owners.ts";

test("every collector has one owner from the start on", async () => {
  const { owners, observer } = await openOwners({ lanes: 2 });
  expect(owned(owners)).toEqual([
    ["shared", [0, 2]],
    ["shared", [1, 3]],
  ]);
  expect(owners.of([3]).map(({ collectors }) => Array.from(collectors))).toEqual([[1, 3]]);
  expect([observer.workers.length, owners.isReady]).toEqual([2, true]);
});

test("an open lane takes collectors over, and gives them back when it ends", async () => {
  const { owners, observer } = await openOwners();
  const home = ownerAt(owners, 0);
  const other = owners.moveToLane([1, 2], home, await owners.open([1, 2]), "shared");
  expect(owned(owners)).toEqual([
    ["shared", [0, 3]],
    ["shared", [1, 2]],
  ]);
  owners.merge(other, home);
  expect([owned(owners), observer.workers.length]).toEqual([[["shared", [0, 1, 2, 3]]], 1]);
});

test("a collector that comes back to a lane is made anew there, and remembers nothing of before", async () => {
  const { owners, logs } = await openOwners({ enabled: ["diskstats", "loadavg"] });
  const [DISKSTATS] = [0];
  // Logged whenever it is made.
  const made = () => logs.filter((message) => message.startsWith("no udev database")).length;
  await until(() => made() === 1);
  const home = ownerAt(owners, 0);
  const away = owners.moveToLane([DISKSTATS], home, await owners.open([DISKSTATS]), "shared");
  owners.merge(away, home);
  await new Promise<unknown>((ended) => home.lane.collect([DISKSTATS], 10_000, { ended, stuck() {} }));
  await until(() => made() === 3);
});

test("where no lane can be opened that is logged once, and the next try comes later every time", async () => {
  const { owners, logs, refuseWorkers } = await openOwners();
  refuseWorkers();
  const delays: unknown[] = [];
  for (let i = 0; i < 3; i++) await owners.open([1]).catch((error: unknown) => delays.push(error));
  expect(delays.map((error) => (error as { delay: number }).delay)).toEqual([1000, 2000, 4000]);
  expect(logs).toEqual(["another worker cannot be started"]);
  // The home lane is as it was.
  expect(owners.isReady).toBe(true);
});

test("a run that failed before it began leaves its owner down until the worker starts again", async () => {
  const { owners, state, refuseWorkers } = await openOwners();
  const home = ownerAt(owners, 0);
  refuseWorkers();
  home.lane.reader.request([0, 1]);
  const sections = owners.failed(home, [0, 1], [], "no thread");
  expect(sections.map(({ collector, message }) => [collector, message])).toEqual([
    [0, "worker ended: no thread"],
    [1, "worker ended: no thread"],
  ]);
  expect([owners.isReady, owners.refusal(home, performance.now())]).toEqual([false, "left alone after: no thread"]);
  delete state["refused"];
  await until(() => owners.isReady);
  expect(owners.refusal(home, performance.now())).toBeUndefined();
});

test("where memory is short no worker is started for an isolated collector, and it is asked again later", async () => {
  const { owners } = await openOwners({ hasRoom: false });
  const home = ownerAt(owners, 0);
  owners.leaveOutIfShort([1, 2], home);
  expect(owned(owners)).toEqual([
    ["shared", [0, 3]],
    ["left out", [1, 2]],
  ]);
  const [, out] = owners.all;
  if (out === undefined) throw new Error("nothing is left out");
  expect(owners.refusal(out, performance.now())).toBe("left out while memory is short");
  out.become("isolated");
  expect(owners.refusal(out, performance.now())).toBe("left alone after: memory is short");
});

test("a run that went well ends what an earlier failure brought about", async () => {
  const { owners } = await openOwners();
  const home = ownerAt(owners, 0);
  const now = performance.now();
  home.backoff.failed(now);
  expect([owners.refusal(home, now), owners.isReady]).toEqual(["left alone after: ", false]);
  home.ran(1, false);
  expect([owners.refusal(home, now), owners.isReady]).toEqual([undefined, true]);
});
