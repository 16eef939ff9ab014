import { expect, test } from "vitest";
import { instantOf, type NtpAnswer } from "../../../src/collectors/ntp/packet.ts";
import { measure, Sanity } from "../../../src/collectors/ntp/quality.ts";
import type { Exchange } from "../../../src/collectors/ntp/query.ts";

const at = (seconds: number) => instantOf(BigInt(Math.floor(seconds)), BigInt(Math.round((seconds % 1) * 1e9)));

const NOW = 1_700_000_000;

function exchange(answer: Partial<NtpAnswer> = {}, times: Partial<Exchange> = {}): Exchange {
  return {
    asked: at(NOW),
    arrived: at(NOW + 1),
    ...times,
    answer: {
      leap: 0,
      stratum: 2,
      rootDelay: 0.5,
      rootDispersion: 0.25,
      reference: at(NOW - 100),
      received: at(NOW + 0.5),
      transmitted: at(NOW + 0.75),
      ...answer,
    },
  };
}

test("round trip, offset and distance", () => {
  expect(measure(exchange())).toEqual({ roundTrip: 0.75, offset: 0.125, minError: 0, rootDistance: 0.875 });
});

test("a server whose clock is off by more than the way takes", () => {
  const ahead = exchange({ received: at(NOW + 10), transmitted: at(NOW + 10) });
  expect(measure(ahead)).toMatchObject({ offset: 9.5, minError: 9 });
  const behind = exchange({ received: at(NOW - 10), transmitted: at(NOW - 10) });
  expect(measure(behind)).toMatchObject({ offset: -10.5, minError: 10 });
});

test("a way back in time has no length", () => {
  const odd = exchange({}, { arrived: at(NOW + 0.125) });
  expect(measure(odd).roundTrip).toBe(0);
});

function judge(answer: Partial<NtpAnswer>, sanity = new Sanity({ maxDistance: 3, tolerance: 0.001 })): boolean {
  const each = exchange(answer);
  return sanity.judge(each, measure(each));
}

test.each<[string, Partial<NtpAnswer>, boolean]>([
  ["good", {}, true],
  ["refusing", { stratum: 0 }, false],
  ["a reference clock's", { stratum: 1 }, true],
  ["far away", { stratum: 15 }, true],
  ["unsynchronized by stratum", { stratum: 16 }, false],
  ["unsynchronized by leap", { leap: 3 }, false],
  ["never set", { reference: undefined }, false],
  ["set in the future", { reference: at(NOW + 5) }, false],
  ["set long ago", { reference: at(NOW - 131_073) }, false],
  ["set just in time", { reference: at(NOW - 131_071) }, true],
  ["distant", { rootDispersion: 2.5 }, false],
  ["very distant", { rootDelay: 40 }, false],
  ["ahead", { received: at(NOW + 2), transmitted: at(NOW + 2) }, false],
])("a server that is %s", (_, answer, isSane) => {
  expect(judge(answer)).toBe(isSane);
});

test("around a leap second a second is tolerated, from the day before to the day after", () => {
  const sanity = new Sanity({ maxDistance: 3, tolerance: 0.001 });
  const midnight = Math.ceil(NOW / 86_400) * 86_400;
  const off = (seconds: number, leap: number) => {
    const each = exchange(
      { leap, received: at(seconds + 1.5), transmitted: at(seconds + 1.5), reference: at(seconds) },
      { asked: at(seconds), arrived: at(seconds + 1) },
    );
    return sanity.judge(each, measure(each));
  };
  expect(off(midnight - 100, 0)).toBe(false);
  expect(off(midnight - 100, 1)).toBe(true);
  expect(off(midnight + 100, 0)).toBe(true);
  expect(off(midnight + 86_300, 0)).toBe(true);
  expect(off(midnight + 86_500, 0)).toBe(false);
});
