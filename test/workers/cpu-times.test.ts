import { expect, test } from "vitest";
import { CpuLaps } from "../../src/workers/cpu-laps.ts";
import { Runner } from "../../src/workers/runner.ts";
import { collector, host, type TestUpdate, value } from "./start-runner.ts";

/** Runs updates with a clock that they set themselves, and returns the CPU time of each. */
async function cpuTimes(updates: Readonly<Record<string, TestUpdate>>, cpu?: CpuLaps) {
  const names = Object.keys(updates);
  const options = { flags: {}, given: [], cpuGroup: "none", enabled: names } as const;
  const runner = new Runner(host(), options, { log() {}, faults() {}, state: {} });
  for (const [name, update] of Object.entries(updates)) runner.add(collector(name, update), names.indexOf(name));
  const times: Record<string, number> = {};
  const ended = (number: number, { cpuSeconds }: { readonly cpuSeconds: number }): void =>
    void (times[names[number] ?? ""] = cpuSeconds);
  const numbers = names.map((_, number) => number);
  await runner.run(numbers, performance.now() + 10_000, { started() {}, ended }, cpu);
  return times;
}

test("each update has the CPU time that it used, also after a wait and where it fails", async () => {
  let clock = 100;
  const use = (seconds: number): void => void (clock += seconds);
  let goOn = (): void => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  const times = await cpuTimes(
    {
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
    },
    new CpuLaps(() => clock),
  );
  expect(times).toEqual({ quick: 1, waits: 6, idle: 0, broken: 8 });
});

test("without a clock no CPU time is known", async () => {
  expect(await cpuTimes({ quick: () => {} })).toEqual({ quick: Number.NaN });
});
