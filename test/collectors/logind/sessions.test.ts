import { expect, test } from "vitest";
import { parseSeats, parseSessions } from "../../../src/collectors/logind/sessions.ts";
import { ParseError } from "../../../src/collectors/kit/errors.ts";

test("seats and sessions", () => {
  expect(parseSeats([[["seat0", "/seat/seat0"]]])).toEqual(["seat0"]);
  expect(parseSessions([[["c1", 1000, "someone", "seat0", "/session/c1"]]])).toEqual([
    { seat: "seat0", path: "/session/c1" },
  ]);
});

test("an entry that is not complete is left out and reported", () => {
  const problems: string[] = [];
  const skip = ({ message }: Error) => void problems.push(message);
  expect(parseSeats([[[], ["seat0", "/seat/seat0"]]], skip)).toEqual(["seat0"]);
  expect(parseSessions([[["c1"], ["c2", 1000, "someone", "", "/session/c2"]]], skip)).toEqual([
    { seat: "", path: "/session/c2" },
  ]);
  expect(problems).toEqual([
    "logind: an entry of ListSeats is not complete",
    "logind: an entry of ListSessions is not complete",
  ]);
});

test.each([[[]], [["text"]], [[[[]]]], [[[[1, 2]]]]])("%j is neither", (body) => {
  expect(() => parseSeats(body)).toThrow(ParseError);
  expect(() => parseSessions(body)).toThrow(ParseError);
});
