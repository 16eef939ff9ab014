import { isUtf8 } from "node:buffer";

const MAX_SEQUENCE = 4;

/** Decodes UTF-8; each run of bytes that is none becomes one U+FFFD. */
export function decodeUtf8(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : repair(bytes);
}

function repair(bytes: Buffer): string {
  let text = "";
  let at = 0;
  let broken = false;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) text += bytes.toString("utf8", at, at + length);
    else if (!broken) text += "\uFFFD";
    broken = length === 0;
    at += Math.max(length, 1);
  }
  return text;
}

/** Bytes of the character at `at`; 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= MAX_SEQUENCE && at + length <= bytes.length; length++)
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  return 0;
}
