import { expect, test } from "vitest";
import { Runner } from "../../src/workers/runner.ts";
import { collector, host, type TestUpdate, value } from "./start-runner.ts";

/** Has updates run; returns the CPU time of each. */
function runnerOf(updates: Readonly<Record<string, TestUpdate>>) {
  const names = Object.keys(updates);
  const options = { flags: {}, given: [], cpuGroup: "none", enabled: names } as const;
  const runner = new Runner(host(), options, { log() {}, faults() {}, names, state: {} });
  for (const [name, update] of Object.entries(updates)) runner.add(collector(name, update), names.indexOf(name));
  return async (clock?: () => number, milliseconds = 10_000) => {
    const times: Record<string, number> = {};
    const ended = (number: number, { cpuSeconds }: { readonly cpuSeconds: number }): void =>
      void (times[names[number] ?? ""] = cpuSeconds);
    const numbers = names.map((_, number) => number);
    await runner.run(numbers, performance.now() + milliseconds, { started() {}, ended }, clock);
    return times;
  };
}

test("each update has the CPU time that it used, also after a wait and where it fails", async () => {
  let clock = 100;
  const use = (seconds: number): void => void (clock += seconds);
  let goOn = (): void => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  const run = runnerOf({
    quick: (emit) => {
      use(1);
      emit(value, 1);
    },
    waits: async () => {
      use(2);
      await waiting;
      use(4);
    },
    idle: () => {},
    broken: () => {
      use(8);
      goOn();
      throw new Error("odd");
    },
  });
  expect(await run(() => clock)).toEqual({ quick: 1, waits: 6, idle: 0, broken: 8 });
});

test("what an earlier update uses that was cut short is not that of the next", async () => {
  let clock = 0;
  let goOn = (): void => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  const updates = [
    async (): Promise<void> => {
      await waiting;
      clock += 16;
    },
    (): void => void (clock += 1),
  ];
  const run = runnerOf({ slow: () => updates.shift()?.() });
  expect(await run(() => clock, 0)).toEqual({ slow: 0 });
  const next = run(() => clock);
  // By then it waits for the earlier one.
  setImmediate(() => setTimeout(goOn));
  expect(await next).toEqual({ slow: 1 });
});

test("without a clock no CPU time is known", async () => {
  expect(await runnerOf({ quick: () => {} })()).toEqual({ quick: Number.NaN });
});
