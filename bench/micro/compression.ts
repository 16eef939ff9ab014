import { gzipSync } from "node:zlib";
import type { Subject } from "./harness.ts";

const LEVELS = [1, 2, 3, 4, 6, 9];

/** gzip of an exposition at several levels; the name tells how small it gets. */
export function compressionSubjects(exposition: Buffer): readonly Subject[] {
  return LEVELS.map((level) => {
    const compressed = gzipSync(exposition, { level });
    const part = ((compressed.length / exposition.length) * 100).toFixed(1);
    return {
      group: "gzip",
      name: `level ${level}: ${part} % of ${Math.round(exposition.length / 1024)} KB`,
      unit: "answer",
      bytes: exposition.length,
      run: () => void gzipSync(exposition, { level }),
    };
  });
}
