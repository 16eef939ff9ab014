import { beforeEach, expect, test } from "vitest";
import type { BcryptDone } from "../../../../src/main/server/auth/bcrypt-worker.ts";
import { CheckQueue } from "../../../../src/main/server/auth/check-queue.ts";

/** Comparisons that have been started, by their password. */
let running: Map<string, BcryptDone>;
let answers: string[];
let learned: string[];
let queue: CheckQueue;

beforeEach(() => {
  running = new Map();
  answers = [];
  learned = [];
  queue = new CheckQueue((password, _hash, done) => running.set(password, done), {
    hashOfNobody: "",
    isEven: true,
    longest: 1,
    times: () => 1,
  });
});

/** Of an unknown user where the name starts with `nobody`. */
function ask(password: string, source = "here"): void {
  queue.add({
    source,
    password,
    hash: password.startsWith("nobody") ? undefined : "hash",
    answer: (verdict) => answers.push(`${password} ${verdict}`),
    learn: (matches) => learned.push(`${password} ${matches}`),
  });
}

function end(password: string, matches: boolean | undefined): void {
  const done = running.get(password);
  running.delete(password);
  done?.(matches);
}

const started = (): string[] => [...running.keys()];

test("every address has one comparison at a time, and its newest password comes first", () => {
  for (const password of ["a1", "a2", "a3"]) ask(password, "a");
  ask("b1", "b");
  expect(started()).toEqual(["a1", "b1"]);
  end("a1", false);
  expect(started()).toEqual(["b1", "a3"]);
});

test("the fifth password of an address takes the place of the oldest, which is still learned", () => {
  for (const password of ["1", "2", "3", "4", "right"]) ask(password);
  expect(answers).toEqual(["1 busy"]);
  end("1", false);
  expect([started(), learned]).toEqual([["right"], ["1 false"]]);
  end("right", true);
  expect(answers).toEqual(["1 busy", "right accepted"]);
});

test("many addresses cannot fill the queue for others", () => {
  for (let i = 0; i < 200; i++) ask(`wrong ${i}`, `address ${i}`);
  ask("right", "mine");
  expect(answers.length).toBeGreaterThan(0);
  for (let i = 0; i < 200 && !running.has("right"); i++) end(`wrong ${i}`, false);
  end("right", true);
  expect(answers).toContain("right accepted");
});

test("unknown users are compared with nobody one after the other, when no user's password waits", () => {
  ask("user");
  ask("nobody 1");
  ask("nobody 2", "there");
  expect(started()).toEqual(["user"]);
  end("user", true);
  expect(started()).toEqual(["nobody 1"]);
  end("nobody 1", false);
  expect([started(), answers]).toEqual([["nobody 2"], ["user accepted", "nobody 1 refused"]]);
});

test("a wrong password of a user is refused in the order of arrival, as one of an unknown user", () => {
  ask("nobody", "there");
  ask("user");
  end("user", false);
  expect(answers).toEqual([]);
  end("nobody", false);
  expect([answers, learned]).toEqual([
    ["nobody refused", "user refused"],
    ["user false", "nobody false"],
  ]);
});

test("a comparison that fails is no verdict", () => {
  ask("user");
  ask("nobody", "there");
  end("user", undefined);
  end("nobody", undefined);
  expect([answers, learned]).toEqual([["user busy", "nobody busy"], []]);
});

test("where some comparisons take longer, every refusal waits for the longest", () => {
  queue.use({ hashOfNobody: "", isEven: false, longest: 1e12, times: (hash) => (hash === "" ? 1 : 0.5) });
  ask("user");
  end("user", false);
  // Nothing is known yet about what the longest takes.
  expect(started()).toEqual(["user"]);
  end("user", false);
  ask("nobody");
  end("nobody", false);
  expect([started(), answers, learned]).toEqual([[], [], ["user false", "user false", "nobody false"]]);
  for (const password of ["1", "2", "3"]) ask(password);
  expect(answers).toEqual(["user busy"]);
});
