import pino from "pino";
import type { LogLevel } from "../../collectors/kit/define.ts";
import type { LinePrefix } from "./journal.ts";
import type { Attributes, LeveledLog } from "./log.ts";
import { logfmtLine } from "./logfmt.ts";
import { openOutput } from "./output.ts";
import { shortened, visibleLines } from "./visible.ts";

/** Characters of a value in a line: enough for a stack. */
const MAX_VALUE = 8000;

interface LogOptions {
  readonly level: LogLevel;
  readonly format: "logfmt" | "json";
}

/**
 * Logs to a stream (stderr) without ever waiting for its reader: lines beyond the bound are `dropped`. Every line starts
 * with the prefix of its level.
 */
export function createLog(
  { level, format }: LogOptions,
  stream: NodeJS.WritableStream,
  prefix: LinePrefix,
  dropped: () => void,
): LeveledLog {
  const output = openOutput(stream, dropped);
  // That of the line which is being written.
  let start = "";
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "msg",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label.toUpperCase() }), log: bounded },
    },
    { write: (line: string) => output.write(start + (format === "json" ? visibleLines(line) : logfmtLine(line))) },
  );
  const log = (severity: LogLevel, message: string, attributes: Attributes = {}): void => {
    start = prefix(severity);
    logger[severity](attributes, shortened(message, MAX_VALUE));
  };
  return Object.assign(log, { setLevel: (lowest: LogLevel) => void (logger.level = lowest) });
}

function bounded(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "string" ? shortened(value, MAX_VALUE) : value]),
  );
}
