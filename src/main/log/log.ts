import type { LogLevel } from "../../collectors/kit/define.ts";

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Writes one line; never throws and never waits. */
export type Log = (level: LogLevel, message: string, attributes?: Attributes) => void;

/** A log whose level can be changed. */
export interface LeveledLog extends Log {
  setLevel(lowest: LogLevel): void;
}
