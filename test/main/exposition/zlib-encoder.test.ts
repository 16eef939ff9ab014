import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ZlibEncoder } from "../../../src/main/exposition/zlib-encoder.ts";

test("every body comes back whole, in the order of the calls", async () => {
  const { encode } = encoder();
  const bodies = ["", "x", "node_load1 1\n".repeat(100_000), "é".repeat(50_000), "last\n"];
  const order: number[] = [];
  const packed = await Promise.all(
    bodies.map(async (body, i) => {
      const encoded = await encode(body);
      order.push(i);
      return encoded;
    }),
  );
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(packed.map((encoded) => gunzipSync(encoded).toString())).toEqual(bodies);
  expect(packed[2]?.length).toBeLessThan(100_000);
});

test("a body that comes while another is being compressed waits", async () => {
  const { encode } = encoder();
  for (let i = 0; i < 20; i++) {
    const first = encode(`first ${i} `.repeat(1000));
    const second = encode(`second ${i}`);
    expect(gunzipSync(await second).toString()).toBe(`second ${i}`);
    expect(gunzipSync(await first).toString()).toBe(`first ${i} `.repeat(1000));
  }
});

test("what is larger than a chunk of the compressor comes in one piece", async () => {
  const { encode } = encoder();
  const noise = Array.from({ length: 40_000 }, (_, i) => Math.imul(i, 0x9e3779b1).toString(36)).join("");
  const encoded = await encode(noise);
  expect(encoded.length).toBeGreaterThan(128 * 1024);
  expect(gunzipSync(encoded).toString()).toBe(noise);
});

test("memory that was given back to the pool is used again", async () => {
  const { encode, pool } = encoder();
  const first = await encode("a 1\n");
  pool.give(first);
  const second = await encode("b 2\n");
  expect(second.buffer).toBe(first.buffer);
  expect(gunzipSync(second).toString()).toBe("b 2\n");
});

function encoder() {
  const zlib = new ZlibEncoder();
  const encode = (text: string) =>
    new Promise<Buffer>((resolve, reject) => {
      zlib.encode("", Buffer.from(text), (encoded) => {
        if (encoded instanceof Error) reject(encoded);
        else resolve(encoded);
      });
    });
  return { encode, pool: zlib.pool };
}
