import { expect, test } from "vitest";
import { parseRunitStatus } from "../../../../src/collectors/parsers/services/runit_status.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Laid out as runsv does: TAI64N time, process, paused, want, got TERM, state. */
function status(seconds: bigint, want: string, state: number): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeBigUInt64BE(2n ** 62n + 10n + seconds, 0);
  bytes.writeUInt32LE(4711, 12);
  bytes.write(want, 17);
  bytes.writeUInt8(state, 19);
  return bytes;
}

test("reads state, wish and time of the last change", () => {
  expect(parseRunitStatus(status(1_700_000_000n, "u", 1))).toEqual({
    state: 1,
    isWanted: true,
    changedAt: 1_700_000_000,
  });
  expect(parseRunitStatus(status(0n, "d", 0))).toEqual({ state: 0, isWanted: false, changedAt: 0 });
  expect(parseRunitStatus(status(-5n, "\0", 2))).toEqual({ state: 2, isWanted: false, changedAt: -5 });
});

test("a short file counts as zeros", () => {
  const { state, isWanted } = parseRunitStatus(status(5n, "u", 1).subarray(0, 12));
  expect([state, isWanted]).toEqual([0, false]);
});

test("survives garbage", () => parserSurvivesGarbage(parseRunitStatus, status(1n, "u", 1)));
