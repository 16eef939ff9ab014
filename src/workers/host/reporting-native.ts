import type { Native } from "../../collectors/kit/host.ts";
import { SkippedRecords } from "../../collectors/kit/skipped-records.ts";
import { skipParseError } from "../../collectors/parsers/skip.ts";
import type { SkipReport } from "./skip-report.ts";

/**
 * Leaves out and reports netlink messages that cannot be read. Where no message can be, the first problem is thrown. Notes
 * what the collector keeps open.
 */
export function reportingNative(native: Native, report: SkipReport): Native {
  const close = (descriptor: number): void => native.close(descriptor);
  const noted = (descriptor: number): number => {
    report.holdings?.opened(descriptor, close);
    return descriptor;
  };
  return {
    ...native,
    socket: (domain, type, protocol) => noted(native.socket(domain, type, protocol)),
    perfEventOpen: (...parameters) => noted(native.perfEventOpen(...parameters)),
    close(descriptor) {
      report.holdings?.closed(descriptor);
      close(descriptor);
    },
    subscribe(protocol, groups) {
      const subscription = native.subscribe(protocol, groups);
      report.holdings?.add(subscription);
      return subscription;
    },
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
