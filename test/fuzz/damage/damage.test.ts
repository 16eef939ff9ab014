import { describe, expect, test } from "vitest";
import { registry } from "../../../src/collectors/generated/registry.ts";
import { capturedHost } from "../../compared-hosts/captured/host.ts";
import { subjects, WITHOUT_RECORDS } from "./subjects.ts";

describe("a record that is damaged", () => {
  const tried = subjects([capturedHost]);

  test.each(tried.map(({ collector, run }) => [collector, run] as const))(
    "of %s costs nothing that does not depend on it",
    async (_, run) => {
      expect((await run()).faults).toEqual([]);
    },
  );

  test("every collector is tried, or has no records", () => {
    const names = new Set([...tried.map(({ collector }) => collector), ...Object.keys(WITHOUT_RECORDS)]);
    expect([...names].toSorted()).toEqual(Object.keys(registry).toSorted());
  });
});
