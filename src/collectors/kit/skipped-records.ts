import type { Skip } from "../parsers/skip.ts";

/** Counts the records that were left out and keeps the first reason. */
export class SkippedRecords {
  count = 0;
  first: Error | undefined;

  /** A function of its own, to be handed to parsers. */
  readonly add: Skip = (problem) => {
    this.first ??= problem;
    this.count++;
  };

  addAll({ count, first }: SkippedRecords): void {
    this.first ??= first;
    this.count += count;
  }

  clear(): void {
    this.count = 0;
    this.first = undefined;
  }

  copy(): SkippedRecords {
    const copy = new SkippedRecords();
    copy.addAll(this);
    return copy;
  }
}
