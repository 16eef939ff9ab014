import { expect, test } from "vitest";
import type { Fault } from "../../src/collectors/kit/define.ts";
import { FaultReport } from "../../src/workers/fault-report.ts";

const fault = (subject: string): Fault => ({ subject, problem: "parse" });

test("faults are sent when they change, and once at the beginning", () => {
  const sent: (readonly Fault[])[] = [];
  const { report } = new FaultReport((faults) => sent.push(faults));
  for (const subjects of [[], [], ["/a"], ["/a"], ["/a", "/b"], ["/b"], []]) report(subjects.map(fault));
  expect(sent.map((faults) => faults.map(({ subject }) => subject))).toEqual([[], ["/a"], ["/a", "/b"], ["/b"], []]);
});

test("a bounded number is sent, and not again while more of the same are there", () => {
  const sent: (readonly Fault[])[] = [];
  const { report } = new FaultReport((faults) => sent.push(faults));
  const many = Array.from({ length: 1000 }, (_, i) => fault(`/${i}`));
  report(many);
  report(many);
  expect(sent.map(({ length }) => length)).toEqual([100]);
});
