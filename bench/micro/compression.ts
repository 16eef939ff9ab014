import { gzipSync } from "node:zlib";
import { LineGzip } from "../../src/main/exposition/learned-gzip/line-gzip.ts";
import type { Subject } from "./harness.ts";

const LEVELS = [1, 2, 3, 4, 6, 9];

/** zlib at several levels, and lines that were learned; the name shows how small an exposition gets. */
export function compressionSubjects([exposition, next]: readonly [Buffer, Buffer]): readonly Subject[] {
  const levels = LEVELS.map((level) =>
    subject(`level ${level}`, exposition, gzipSync(exposition, { level }).length, () => {
      gzipSync(exposition, { level });
    }),
  );
  const learned = new LineGzip(exposition);
  const length = learned.compress(next)?.length;
  if (length === undefined) throw new Error("two expositions in a row have other lines");
  let isNext = false;
  const alternate = () => {
    isNext = !isNext;
    learned.compress(isNext ? exposition : next);
  };
  return [
    ...levels,
    subject("learned lines", next, length, alternate),
    subject("learning them", next, length, () => void new LineGzip(exposition)),
  ];
}

function subject(name: string, exposition: Buffer, compressed: number, run: () => void): Subject {
  const part = ((compressed / exposition.length) * 100).toFixed(1);
  return {
    group: "gzip",
    name: `${name}: ${part} % of ${Math.round(exposition.length / 1024)} KB`,
    unit: "answer",
    bytes: exposition.length,
    run,
  };
}
