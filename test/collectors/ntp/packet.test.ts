import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { encodeQuestion, instantOf, parseAnswer, secondsOf } from "../../../src/collectors/ntp/packet.ts";
import { parserSurvivesGarbage } from "../../support/garbage.ts";

const COOKIE = Buffer.from("12345678");

function answer(edit: (packet: Buffer) => void = () => {}): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = (1 << 6) | (4 << 3) | 4;
  packet[1] = 2;
  packet.writeUInt32BE(0x0001_8000, 4);
  packet.writeUInt32BE(0x0000_4000, 8);
  packet.writeUInt32BE(2_208_988_800 + 90, 16);
  packet.set(COOKIE, 24);
  packet.writeUInt32BE(2_208_988_800 + 100, 32);
  packet.writeUInt32BE(2_208_988_800 + 100, 40);
  packet.writeUInt32BE(0x8000_0000, 44);
  edit(packet);
  return packet;
}

test("a question", () => {
  const question = encodeQuestion(3, COOKIE);
  expect(question).toHaveLength(48);
  expect(question[0]).toBe(0x1b);
  expect(question.subarray(40).toString()).toBe("12345678");
});

test("an answer", () => {
  const { received, transmitted, reference, ...rest } = parseAnswer(answer(), COOKIE);
  expect(rest).toEqual({ leap: 1, stratum: 2, rootDelay: 1.5, rootDispersion: 0.25 });
  expect([reference ?? 0n, received, transmitted].map(secondsOf)).toEqual([90, 100, 100.5]);
});

test("a clock that was never set has no reference time", () => {
  expect(
    parseAnswer(
      answer((packet) => packet.fill(0, 16, 24)),
      COOKIE,
    ).reference,
  ).toBeUndefined();
});

test("after 2036 seconds are counted anew", () => {
  const packet = answer((bytes) => bytes.writeUInt32BE(0, 40));
  expect(secondsOf(parseAnswer(packet, COOKIE).transmitted)).toBe(2_085_978_496.5);
});

test("instants keep nanoseconds", () => {
  expect(secondsOf(instantOf(1_700_000_000n, 250_000_000n))).toBe(1_700_000_000.25);
  expect(secondsOf(instantOf(0n, 1000n)) * 1e6).toBeCloseTo(1, 3);
});

test.each<[string, Buffer, string]>([
  ["short", answer().subarray(0, 47), "an answer of 47 bytes"],
  ["a question", answer((packet) => packet.writeUInt8(0x23, 0)), "mode 3 is no answer"],
  ["somebody else's", answer((packet) => packet.fill(0, 24, 32)), "the answer is to another question"],
  ["without time", answer((packet) => packet.fill(0, 40)), "the server does not know the time"],
  [
    "early",
    answer((packet) => packet.writeUInt32BE(2_208_988_800 + 99, 40)),
    "the server answered before it was asked",
  ],
])("a packet that is %s is an error", (_, packet, problem) => {
  expect(() => parseAnswer(packet, COOKIE)).toThrow(new ParseError(`NTP: ${problem}`));
});

test("survives garbage", () => {
  parserSurvivesGarbage((bytes) => parseAnswer(bytes, COOKIE), answer());
});
