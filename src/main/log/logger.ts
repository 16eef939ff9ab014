import pino from "pino";
import type { LogLevel } from "../../collectors/kit/define.ts";
import { logfmtLine } from "./logfmt.ts";
import { BoundedOutput } from "./output.ts";

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Logger {
  log(level: LogLevel, message: string, attributes?: Attributes): void;
  /** Lines that nobody read in time, since the start. */
  readonly dropped: number;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: "logfmt" | "json";
}

/** Logs to a stream (stderr) without ever waiting for its reader: what does not fit its bound is dropped and counted. */
export function createLogger({ level, format }: LogOptions, stream: NodeJS.WritableStream): Logger {
  const output = new BoundedOutput(stream);
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "msg",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    },
    { write: (line: string) => output.write(format === "json" ? line : logfmtLine(line)) },
  );
  return {
    log: (severity, message, attributes = {}) => logger[severity](attributes, message),
    get dropped() {
      return output.dropped;
    },
  };
}
