import { fstatSync } from "node:fs";
import type { LogLevel } from "../../collectors/kit/define.ts";

/** As in syslog(3): err, warning, info, debug. */
const PRIORITIES: Readonly<Record<LogLevel, number>> = { error: 3, warn: 4, info: 6, debug: 7 };

const STDERR = 2;

/** What a line of this level starts with; empty where nobody reads priorities. */
export type LinePrefix = (level: LogLevel) => string;

/**
 * Prefixes by which systemd's journal learns the priority of lines on stderr, see sd-daemon(3). `JOURNAL_STREAM` names
 * the stream that the journal reads, which a child may have replaced by another.
 */
export function journalPrefix({ JOURNAL_STREAM: stream }: Readonly<NodeJS.ProcessEnv>, fd = STDERR): LinePrefix {
  return stream !== undefined && stream === identity(fd) ? (level) => `<${PRIORITIES[level]}>` : () => "";
}

function identity(fd: number): string | undefined {
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    // Closed.
    return undefined;
  }
}
