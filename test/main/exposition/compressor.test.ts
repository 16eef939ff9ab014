import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { Compressor } from "../../../src/main/exposition/compressor.ts";

test("each body comes back whole, in the order of the calls", async () => {
  const compressor = new Compressor();
  const bodies = ["", "x", "node_load1 1\n".repeat(100_000), "é".repeat(50_000), "last\n"].map((text) =>
    Buffer.from(text),
  );
  const order: number[] = [];
  const packed = await Promise.all(
    bodies.map(
      (body, i) =>
        new Promise<Buffer>((resolve, reject) => {
          compressor.compress(body, (error, compressed) => {
            order.push(i);
            if (error === undefined) resolve(compressed);
            else reject(error);
          });
        }),
    ),
  );
  expect(order).toEqual([0, 1, 2, 3, 4]);
  for (const [i, body] of bodies.entries()) expect(gunzipSync(packed[i] ?? "").equals(body)).toBe(true);
  expect(packed[2]?.length).toBeLessThan(100_000);
});

test("a body that comes while another is being compressed waits", async () => {
  const compressor = new Compressor();
  const compress = (text: string) =>
    new Promise<Buffer>((resolve) => compressor.compress(Buffer.from(text), (_, compressed) => resolve(compressed)));
  for (let i = 0; i < 20; i++) {
    const first = compress(`first ${i} `.repeat(1000));
    const second = compress(`second ${i}`);
    expect(gunzipSync(await second).toString()).toBe(`second ${i}`);
    expect(gunzipSync(await first).toString()).toBe(`first ${i} `.repeat(1000));
  }
});
