import type { FileWatch } from "../../collectors/kit/host.ts";
import { type FileCalls, STAT_NUMBERS } from "./file-calls.ts";

/** Compares inode, size and times of a file with those of the last check. */
export class StatWatch implements FileWatch {
  private readonly path: string;
  private readonly calls: FileCalls;
  private readonly last = new Float64Array(STAT_NUMBERS);

  constructor(path: string, calls: FileCalls) {
    this.path = path;
    this.calls = calls;
  }

  look(): "same" | "changed" | "absent" {
    const { last } = this;
    if (this.calls.stat(this.path, now) < 0) {
      this.forget();
      return "absent";
    }
    let isSame = true;
    for (let i = 0; i < STAT_NUMBERS; i++) {
      if (last[i] === now[i]) continue;
      last[i] = now[i] ?? 0;
      isSame = false;
    }
    return isSame ? "same" : "changed";
  }

  forget(): void {
    this.last.fill(0);
  }
}

const now = new Float64Array(STAT_NUMBERS);
