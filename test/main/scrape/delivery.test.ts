import { expect, test } from "vitest";
import { Delivery } from "../../../src/main/scrape/delivery.ts";
import type { CollectionResult, Recipient } from "../../../src/main/scrape/collection-result.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { startScheduler } from "./start-scheduler.ts";

const RESULT: CollectionResult = {
  collectors: [0],
  sections: [],
  unfinished: [0],
  first: true,
  waited: 0,
  collected: 1,
  timeUsed: 0,
};

function open(recipient: Partial<Recipient<string>>) {
  const observer = new RecordingObserver();
  const told: string[] = [];
  const delivery = new Delivery<string>(
    { names: ["loadavg"] },
    undefined,
    {
      deliver: (waiters) => void told.push(`delivered ${waiters.join()}`),
      fail: (waiters, error) => void told.push(`failed ${waiters.join()}: ${String(error)}`),
      ...recipient,
    },
    observer,
    (level, message) => told.push(`${level} ${message}`),
  );
  return { delivery, observer, told };
}

test("the first result of a collection is logged, later ones are only observed and delivered", () => {
  const { delivery, observer, told } = open({});
  delivery.deliver(["a", "b"], () => RESULT);
  delivery.deliver(["c"], () => ({ ...RESULT, first: false }));
  expect(told).toEqual(["error collector did not end in time", "delivered a,b", "delivered c"]);
  expect(observer.results).toEqual([
    { collectors: [0], unfinished: [0] },
    { collectors: [0], unfinished: [0] },
  ]);
});

test("whatever is thrown while a result is made or delivered reaches the clients", () => {
  const broken = new Error("broken");
  const fail = (): never => {
    throw broken;
  };
  const { delivery, told } = open({ deliver: fail });
  delivery.deliver(["a"], () => ({ ...RESULT, first: false }));
  delivery.deliver(["b"], fail);
  expect(told).toEqual(["failed a: Error: broken", "failed b: Error: broken"]);
});

test("where clients cannot even be told of an error, that is logged", () => {
  const fail = (): never => {
    throw new Error("broken");
  };
  const { delivery, told } = open({ deliver: fail, fail });
  delivery.deliver(["a"], () => ({ ...RESULT, first: false }));
  expect(told).toEqual(["error clients cannot be told of an error"]);
});

test("a scheduler goes on after a result that could not be delivered, at a collection's end and at a deadline", async () => {
  let isBroken = true;
  const { request } = await startScheduler({
    deliver: () => {
      if (isBroken) throw new Error("broken");
    },
  });
  expect((await request([0, 1, 2, 3])).failed).toEqual(["Error: broken"]);
  expect((await request([0, 1, 2, 3], 0)).failed).toEqual(["Error: broken"]);
  expect((await request([])).failed).toEqual(["Error: broken"]);
  isBroken = false;
  expect(Object.keys((await request([0, 1, 2, 3])).samples)).toHaveLength(4);
});
