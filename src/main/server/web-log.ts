import type { LogLevel } from "../../collectors/kit/define.ts";

export type WebLog = (level: LogLevel, message: string, attributes?: Readonly<Record<string, string>>) => void;
