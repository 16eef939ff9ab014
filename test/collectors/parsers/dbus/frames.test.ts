import fc from "fast-check";
import { expect, test } from "vitest";
import { Frames } from "../../../../src/collectors/parsers/dbus/frames.ts";
import { encodeCall } from "../../../../src/collectors/parsers/dbus/message.ts";

const MESSAGES = ["", "a", "some more text"].map((text, i) =>
  encodeCall(i + 1, { destination: "a.b", path: "/", interface: "a.b", member: "M", strings: [text] }),
);

test("messages come out whole, however they are cut", () => {
  const stream = Buffer.concat(MESSAGES);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: stream.length })), (cuts) => {
      const frames = new Frames();
      const found: Buffer[] = [];
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      for (const [i, end] of edges.entries())
        frames.push(stream.subarray(edges[i - 1] ?? 0, end), (message) => found.push(Buffer.from(message)));
      expect(found).toEqual(MESSAGES);
    }),
  );
});
