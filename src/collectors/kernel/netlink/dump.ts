import type { Native } from "../../kit/host.ts";

/** Reads one message; its payload lies between `start` and `end`. */
export type ReadMessage<T> = (bytes: Buffer, start: number, end: number) => T;

/** Sends a request and returns the records of all messages of one type in the reply. */
export function requestAll<T>(
  native: Native,
  protocol: number,
  request: Buffer,
  messageType: number,
  read: ReadMessage<T>,
): readonly T[] {
  let records: T[] = [];
  native.netlink(protocol, request, {
    begin() {
      records = [];
    },
    message(type, bytes, start, end) {
      if (type === messageType) records.push(read(bytes, start, end));
    },
  });
  return records;
}
