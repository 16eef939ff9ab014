import type { Native } from "../../collectors/kit/host.ts";
import { SkippedRecords } from "../../collectors/kit/skipped-records.ts";
import { skipParseError } from "../../collectors/parsers/skip.ts";
import type { SkipReport } from "./skip-report.ts";

/** Leaves out and reports netlink messages that cannot be read. Where no message can be, the first problem is thrown. */
export function reportingNative(native: Native, report: SkipReport): Native {
  return {
    ...native,
    netlink(protocol, request, receiver) {
      let read = 0;
      const skipped = new SkippedRecords();
      native.netlink(protocol, request, {
        begin() {
          read = 0;
          skipped.clear();
          receiver.begin();
        },
        message(type, bytes, start, end) {
          try {
            receiver.message(type, bytes, start, end);
            read++;
          } catch (error) {
            skipParseError(error, skipped.add);
          }
        },
      });
      if (skipped.first === undefined) return;
      if (read === 0) throw skipped.first;
      report.current.addAll(skipped);
    },
  };
}
