import { expect, test } from "vitest";
import { decodeMessage, encodeCall, messageLength } from "../../../../src/collectors/parsers/dbus/message.ts";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { decodeCall, encodeAnswer } from "../../../support/dbus/message.ts";
import { variant } from "../../../support/dbus/marshal.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const CALL = { destination: "a.b", path: "/a", interface: "a.c", member: "Do" };

test.each([[[]], [["one"]], [["one", "t\u00fc", ""]]])("a call with %j arrives", (strings) => {
  const bytes = encodeCall(7, { ...CALL, strings });
  expect(messageLength(bytes)).toBe(bytes.length);
  expect(decodeCall(bytes)).toMatchObject({
    type: 1,
    serial: 7,
    path: "/a",
    interface: "a.c",
    member: "Do",
    body: strings,
  });
});

const TO = { serial: 9, sender: ":1.4" };

test("an answer", () => {
  const bytes = encodeAnswer(1, TO, { signature: "v", values: [variant("s", "running")] });
  expect(decodeMessage(bytes)).toEqual({ kind: "return", replyTo: 9, error: "", body: ["running"] });
});

test("an error", () => {
  const bytes = encodeAnswer(1, TO, { error: "a.Error" });
  expect(decodeMessage(bytes)).toEqual({ kind: "error", replyTo: 9, error: "a.Error", body: ["refused by the test"] });
});

test("the body of a signal is not looked at", () => {
  const bytes = encodeAnswer(1, TO, { signature: "s", values: ["x"] });
  bytes[1] = 4;
  expect(decodeMessage(bytes)).toMatchObject({ kind: "other", body: [] });
});

test.each([
  ["no byte order", [0x48, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "D-Bus: 72 is not a byte order"],
  ["another protocol", [0x6c, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "D-Bus: protocol version 2 is not known"],
  ["100 MB", [0x6c, 1, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0], "D-Bus: a message of 100663312 bytes is too large"],
  ["4 GB", [0x42, 1, 0, 1, 255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255], "is too large"],
])("a header of %s is an error", (_, bytes, message) => {
  expect(() => messageLength(Buffer.from(bytes))).toThrow(ParseError);
  expect(() => messageLength(Buffer.from(bytes))).toThrow(message);
});

test("survives garbage", () => {
  const header = Buffer.from([0x6c, 2, 0, 1]);
  parserSurvivesGarbage(
    (bytes) => decodeMessage(Buffer.concat([header, bytes])),
    encodeAnswer(1, TO, { signature: "a(so)", values: [[["seat0", "/seat0"]]] }).subarray(4),
  );
});
