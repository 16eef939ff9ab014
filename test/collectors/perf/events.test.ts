import { expect, test } from "vitest";
import {
  CACHE_EVENTS,
  HARDWARE_EVENTS,
  SOFTWARE_EVENTS,
  tracepointEvent,
} from "../../../src/collectors/perf/events.ts";

const config = (name: string) => CACHE_EVENTS.find((event) => event.name === name)?.config;

test("a cache event is cache, operation and result", () => {
  expect(config("L1DataReadHit")).toBe(0n);
  expect(config("L1InstrReadMiss")).toBe(0x1_00_01n);
  expect(config("LLWriteMiss")).toBe(0x1_01_02n);
  expect(config("DataTLBWriteHit")).toBe(0x0_01_03n);
  expect(config("BPUReadMiss")).toBe(0x1_00_05n);
});

test("events and families are all different", () => {
  const all = [...HARDWARE_EVENTS, ...SOFTWARE_EVENTS, ...CACHE_EVENTS];
  expect(new Set(all.map(({ name }) => name)).size).toBe(30);
  expect(new Set(all.map(({ family }) => family)).size).toBe(30);
  expect(new Set(all.map(({ type, config }) => `${type} ${config}`)).size).toBe(30);
});

test("a tracepoint's family has no _total", () => {
  expect(tracepointEvent("sched", "sched_switch", 314n)).toMatchObject({
    type: 2,
    config: 314n,
    family: "sched_sched_switch",
  });
});
