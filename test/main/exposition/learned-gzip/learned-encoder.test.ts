import { setImmediate as turn } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { LearnedEncoder } from "../../../../src/main/exposition/learned-gzip/learned-encoder.ts";
import { ZlibEncoder } from "../../../../src/main/exposition/zlib-encoder.ts";

const KIND = "all text";

/** How many of so many texts, one after the other, took the other encoder, which never answers at once. */
async function unlearned(encoder: LearnedEncoder, count: number, text: (i: number) => string, kind = KIND) {
  let others = 0;
  for (let i = 0; i < count; i++) {
    const body = Buffer.from(text(i));
    const { promise, resolve } = Promise.withResolvers<Buffer | Error>();
    let isLearned = true;
    encoder.encode(kind, body, (encoded) => {
      if (!isLearned) others++;
      resolve(encoded);
    });
    isLearned = false;
    const encoded = await promise;
    if (encoded instanceof Error) throw encoded;
    expect(gunzipSync(encoded).equals(body)).toBe(true);
    // Learning takes the next turn.
    await turn();
  }
  return others;
}

const load = (i: number) => `node_load1 ${i}\n`;

test("lines are learned when they have stayed the same for 60 answers, after 60 that were only counted", async () => {
  const encoder = new LearnedEncoder(new ZlibEncoder());
  expect(await unlearned(encoder, 120, load)).toBe(120);
  expect(await unlearned(encoder, 120, load)).toBe(0);
});

test("lines that differ from look to look are not learned", async () => {
  const encoder = new LearnedEncoder(new ZlibEncoder());
  expect(await unlearned(encoder, 1000, (i) => `node_load${i} 1\n`)).toBe(1000);
});

test("lines that change after they were learned are learned again, 100 answers later", async () => {
  const encoder = new LearnedEncoder(new ZlibEncoder());
  await unlearned(encoder, 130, load);
  expect(await unlearned(encoder, 150, (i) => `node_load5 ${i}\n`)).toBe(100);
  expect(await unlearned(encoder, 1, load)).toBe(1);
});

test("kinds are learned each on their own, and only the last four used are remembered", async () => {
  const encoder = new LearnedEncoder(new ZlibEncoder());
  const kinds = ["a", "b", "c", "d"];
  let others = 0;
  for (let i = 0; i < 130; i++) {
    for (const kind of kinds) others += await unlearned(encoder, 1, () => `${kind} ${i}\n`, kind);
  }
  expect(others).toBe(4 * 120);
  const again = async (kind: string) => unlearned(encoder, 1, () => `${kind} 1\n`, kind);
  expect([await again("a"), await again("e"), await again("a"), await again("b")]).toEqual([0, 1, 0, 1]);
});

test("large bodies are left to the other encoder", async () => {
  const text = "node_load1 1\n".repeat(21_000);
  expect(await unlearned(new LearnedEncoder(new ZlibEncoder()), 250, () => text)).toBe(250);
});
