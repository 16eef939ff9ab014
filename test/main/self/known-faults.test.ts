import { expect, test } from "vitest";
import { KnownFaults } from "../../../src/main/self/known-faults.ts";

const fault = (subject: string) => ({ subject, problem: "parse" });

test("a fault keeps the time at which it was first reported, until it is gone", () => {
  let now = 1000;
  const faults = new KnownFaults(() => now);
  const since = () => Object.fromEntries(faults.list.map(({ subject, since }) => [subject, since]));
  faults.replace("textfile", [fault("/a")]);
  now = 2000;
  faults.replace("textfile", [fault("/b"), fault("/a")]);
  expect(since()).toEqual({ "/a": 1000, "/b": 2000 });
  faults.replace("textfile", [fault("/b")]);
  now = 3000;
  faults.replace("textfile", [fault("/a"), fault("/b")]);
  expect(since()).toEqual({ "/a": 3000, "/b": 2000 });
});

test("what one collector reports leaves the others alone", () => {
  const faults = new KnownFaults();
  faults.replace("textfile", [fault("/a"), fault("/b")]);
  faults.replace("filesystem", [fault("/mnt")]);
  faults.replace("textfile", []);
  expect(faults.list).toMatchObject([{ collector: "filesystem", subject: "/mnt" }]);
  expect([faults.count("filesystem"), faults.count("textfile"), faults.count("cpu")]).toEqual([1, 0, 0]);
});
