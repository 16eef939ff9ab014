import { expect, test } from "vitest";
import { BodyPool } from "../../../src/main/exposition/body-pool.ts";
import type { Client } from "../../../src/main/exposition/client.ts";
import type { Format, Merged } from "../../../src/main/exposition/merge.ts";
import { writeVariants } from "../../../src/main/exposition/answer.ts";
import { piece } from "../scrape/pieces.ts";

const POSTPONED: Client[] = [];

const pool = new BodyPool();

function client(names?: readonly string[], format: Format = "text"): Client {
  const itself: Client = {
    format,
    names: names && new Set(names),
    gzip: false,
    respond: () => {},
    postpone: () => POSTPONED.push(itself),
    fail: () => {},
  };
  return itself;
}

/** Clients by variant. */
function write(merged: Merged, ...clients: readonly Client[]): Client[][] {
  return [...writeVariants(merged, clients, pool)].map(({ plain }) => plain);
}

test("equal wishes share a variant, in whatever order and however often names come", () => {
  const merged: Merged = { pieces: [piece("a", "a 1\n"), piece("b", "b 2\n")], conflicts: [] };
  const clients = [client(), client(["a", "b"]), client(["b", "a"]), client(), client([], "openmetrics")];
  expect(write(merged, ...clients)).toEqual([[clients[0], clients[3]], [clients[1], clients[2]], [clients[4]]]);
});

test("names that join to the same text are different variants", () => {
  const merged: Merged = { pieces: ["a", "b", "a b"].map((name) => piece(name, "x\n")), conflicts: [] };
  const clients = [client(["a b"]), client(["a", "b"])];
  expect(write(merged, ...clients)).toEqual([[clients[0]], [clients[1]]]);
});

test("names that no family has make no variant", () => {
  const merged: Merged = { pieces: [piece("a", "a 1\n")], conflicts: [] };
  const clients = [client(["a", "x"]), client(["y", "a"]), client(["z"]), client([])];
  expect(write(merged, ...clients)).toEqual([clients.slice(0, 2), clients.slice(2)]);
});

test("after the first large body only clients that share it are answered, and the others are postponed", () => {
  const text = `a ${"1".repeat(20 << 20)}\n`;
  const merged: Merged = { pieces: [piece("a", text), piece("b", "b 2\n")], conflicts: [] };
  const clients = [client(["b"]), client(), client(["a"]), client(), client(["b"])];
  expect(write(merged, ...clients)).toEqual([
    [clients[0], clients[4]],
    [clients[1], clients[3]],
  ]);
  expect(POSTPONED.splice(0)).toEqual([clients[2]]);
});

test("while large bodies of earlier collections use too much memory, nobody gets another one", () => {
  const held = [pool.take(40 << 20), pool.take(40 << 20)];
  const waiting = client();
  expect(write({ pieces: [piece("a", "a 1\n")], conflicts: [] }, waiting)).toEqual([]);
  expect(POSTPONED.splice(0)).toEqual([waiting]);
  for (const body of held) pool.give(body);
  expect(write({ pieces: [piece("a", "a 1\n")], conflicts: [] }, waiting)).toEqual([[waiting]]);
});
